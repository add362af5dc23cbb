//! The smallest flow: it greets and closes. Several test modules begin with it.

/// Says hello.
pub const FLOW: &str = r#"inboundShortMessage:
  name: hello
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - sendResponse: { name: Greet, messageBody: { lit: Hello } }
          - disconnect: { name: Close }
"#;
