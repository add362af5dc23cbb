//! The types of Architect values and their names: as Architect prints them, as Archy YAML writes them, and as exports abbreviate
//! them. Must not know values.

use std::fmt;

use super::{ObjectKind, ResourceKind};

/// A type of the expression language. Cheap to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// `true` or `false`.
    Boolean,
    /// A whole number within ±999,999,999,999,999.
    Integer,
    /// An exact decimal number of up to 40 significant digits.
    Decimal,
    /// Text.
    String,
    /// An instant, in UTC.
    DateTime,
    /// A calendar date without a time.
    Date,
    /// A time of day without a date.
    Time,
    /// A length of time in milliseconds.
    Duration,
    /// An amount and a currency code.
    Currency,
    /// A telephone or SIP number.
    PhoneNumber,
    /// A JSON document.
    Json,
    /// What a bot says.
    Communication,
    /// What a voice flow plays.
    Audio,
    /// A recorded prompt.
    Prompt,
    /// Something that the org holds: a queue, a user, a skill.
    Resource(ResourceKind),
    /// A value made of named properties: an agent score pair, an e-mail address, a short message.
    Object(ObjectKind),
    /// A list of values of one type; the type is never itself a list.
    Collection(&'static Type),
    /// Not known: the type of a bare `NOT_SET` and of an empty list made from one.
    Any,
}

macro_rules! type_names {
    ($($type:expr, $name:literal, $code:literal $(, $alias:literal)*;)*) => {
        /// Every scalar type with its Architect name, its code in exports, and other spellings.
        const NAMES: &[(Type, &str, &str, &[&str])] = &[$(($type, $name, $code, &[$($alias),*])),*];
    };
}

type_names! {
    Type::Boolean, "Boolean", "bln", "bool";
    Type::Integer, "Integer", "int";
    Type::Decimal, "Decimal", "dec";
    Type::String, "String", "str";
    Type::DateTime, "DateTime", "dtm";
    Type::Date, "Date", "dat";
    Type::Time, "Time", "tim";
    Type::Duration, "Duration", "dur";
    Type::Currency, "Currency", "cur";
    Type::PhoneNumber, "PhoneNumber", "phn";
    Type::Json, "JSON", "jsn", "workitem";
    Type::Communication, "Communication", "com", "comm";
    Type::Audio, "Audio", "aud", "tts", "apa";
    Type::Prompt, "Prompt", "pmt";
    Type::Resource(ResourceKind::Queue), "Queue", "que";
    Type::Resource(ResourceKind::User), "User", "usr";
    Type::Resource(ResourceKind::Group), "Group", "grp";
    Type::Resource(ResourceKind::Skill), "Skill", "skl", "acdSkill";
    Type::Resource(ResourceKind::LanguageSkill), "LanguageSkill", "lac";
    Type::Resource(ResourceKind::Schedule), "Schedule", "sch";
    Type::Resource(ResourceKind::ScheduleGroup), "ScheduleGroup", "sgp";
    Type::Resource(ResourceKind::EmergencyGroup), "EmergencyGroup", "emg";
    Type::Resource(ResourceKind::WrapupCode), "WrapupCode", "wrc";
    Type::Object(ObjectKind::AgentScorePair), "AgentScorePair", "cpx_agent_score_pair";
    Type::Object(ObjectKind::EmailAddress), "EmailAddress", "cpx_email_address";
    Type::Object(ObjectKind::ShortMessage), "ShortMessage", "cpx_short_message";
    Type::Object(ObjectKind::ExternalContact), "ExternalContact", "cpx_external_contact";
    Type::Object(ObjectKind::Timeslot), "Timeslot", "cpx_timeslot";
    Type::Object(ObjectKind::Chooser), "Chooser", "chs";
    Type::Object(ObjectKind::QuickReplies), "QuickReplies", "qrl";
    Type::Object(ObjectKind::Carousel), "Carousel", "crs";
    Type::Object(ObjectKind::Card), "Card", "crd";
    Type::Object(ObjectKind::ListPicker), "ListPicker", "lpk";
    Type::Object(ObjectKind::Choice), "Choice", "chc";
    Type::Object(ObjectKind::Other), "Object", "cpx_object",
        "emailMessage", "cpx_email_message", "externalOrganization", "cpx_external_organization",
        "journeyOutcome", "cpx_journey_outcome", "journeyOutcomeScore", "cpx_journey_outcome_score", "journeySegment",
        "cpx_journey_segment", "journeySession", "cpx_journey_session", "voiceSnippet", "cpx_voice_snippet";
    Type::Any, "Any", "any", "NOT_SET", "nts";
}

/// How the codes of JSON documents begin whose shape the product knows: `jsn__architect::workitem_event_data`.
pub(super) const SHAPED_JSON: &str = "jsn__";

impl Type {
    /// The type of a name as Architect prints it (`StringCollection`), as Archy writes it (`stringCollection`), or as exports
    /// abbreviate it (`str_coll`), in any letter case.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        if let Some(scalar) = Self::scalar(name) {
            return Some(scalar);
        }
        let lower = name.to_ascii_lowercase();
        let element = lower.strip_suffix("collection").or_else(|| lower.strip_suffix("_coll"))?;
        Self::scalar(element).map(Self::collection)
    }

    fn scalar(name: &str) -> Option<Self> {
        if name.starts_with(SHAPED_JSON) && !name.ends_with("_coll") {
            return Some(Self::Json);
        }
        NAMES
            .iter()
            .find(|(_, full, code, aliases)| {
                [*full, *code].iter().chain(aliases.iter()).any(|one| one.eq_ignore_ascii_case(name))
            })
            .map(|(scalar, ..)| *scalar)
    }

    /// The names of all scalar types, as Architect prints them; each has a list with `Collection` behind it.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(_, name, ..)| *name)
    }

    /// The code of a scalar type in exports: `str`, `dtm`; a list has `_coll` behind that of its items.
    pub(super) fn scalar_code(self) -> &'static str {
        NAMES.iter().find(|(scalar, ..)| *scalar == self).map_or("any", |(.., code, _)| code)
    }

    /// The type of a list of these; a list stays itself.
    #[must_use]
    pub fn collection(self) -> Self {
        if let Self::Collection(_) = self {
            return self;
        }
        NAMES
            .iter()
            .find(|(scalar, ..)| *scalar == self)
            .map_or(Self::Collection(&Self::Any), |(scalar, ..)| Self::Collection(scalar))
    }

    /// The type of a list's items, if it is a list.
    pub fn element(self) -> Option<Self> {
        match self {
            Self::Collection(element) => Some(*element),
            _ => None,
        }
    }

    /// Whether it is a list.
    pub fn is_collection(self) -> bool {
        matches!(self, Self::Collection(_))
    }
}

/// Prints the Architect name: `Integer`, `StringCollection`.
impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scalar = self.element().unwrap_or(*self);
        let name = NAMES.iter().find(|(one, ..)| *one == scalar).map_or("Any", |(_, name, ..)| name);
        out.write_str(name)?;
        if self.is_collection() { out.write_str("Collection") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("string", "String")]
    #[case("stringCollection", "StringCollection")]
    #[case("agentScorePairCollection", "AgentScorePairCollection")]
    #[case("json", "JSON")]
    #[case("dtm", "DateTime")]
    #[case("int_coll", "IntegerCollection")]
    #[case("QUEUE", "Queue")]
    #[case("externalOrganizationCollection", "ObjectCollection")]
    #[case("journeySession", "Object")]
    #[case("workitemCollection", "JSONCollection")]
    #[case("jsn__architect::workitem_event_data", "JSON")]
    #[case("jsn__architect::workitem_event_data_coll", "JSONCollection")]
    fn names_of_every_form_are_read(#[case] written: &str, #[case] printed: &str) {
        assert_eq!(Type::parse(written).map(|one| one.to_string()).as_deref(), Some(printed));
    }

    #[test]
    fn every_printed_name_is_read_back() {
        for (scalar, name, code, _) in NAMES {
            assert_eq!(Type::parse(name), Some(*scalar));
            assert_eq!(Type::parse(code), Some(*scalar), "{code}");
            assert_eq!(Type::parse(&scalar.collection().to_string()), Some(scalar.collection()));
        }
        assert_eq!(Type::parse("strin"), None);
    }
}
