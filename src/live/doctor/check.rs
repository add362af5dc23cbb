//! What is looked at, each with the word that reports call it by. Must not know how it is looked at.

use std::fmt;

/// One thing that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// flowproof.yaml and the environment say all that is needed.
    Settings,
    /// The hosts are those of one region, or named.
    Hosts,
    /// The hosts answer, and their certificates are trusted.
    Reach,
    /// The client's id and secret are there and accepted.
    Credentials,
    /// The org is one that may be touched.
    Org,
    /// The org is active.
    OrgState,
    /// The token is one of that org.
    Token,
    /// The clocks of the org and of this machine agree.
    Clock,
    /// The org allows as many requests a minute as `live.rate` says.
    Rate,
    /// A permission of the client's roles.
    Permission,
    /// Some flow is run live.
    Flows,
    /// The deployment exists.
    Deployment,
    /// The deployment is active.
    DeploymentStatus,
    /// The deployment leads to the flow.
    DeploymentFlow,
    /// The deployment's configuration is published.
    Configuration,
    /// The configuration has its messenger and its conversations on.
    Messenger,
    /// A guest is told when the conversation ends.
    Disconnect,
    /// A guest may end the conversation.
    Clear,
    /// The deployment lets guests of our origin in.
    Origin,
    /// The guests' host opens a socket.
    GuestSocket,
    /// The flow exists.
    Flow,
    /// The flow is one for messages.
    FlowType,
    /// The flow is published.
    Published,
    /// The published flow has the actions of the file.
    Actions,
    /// The org keeps execution data.
    ExecutionData,
    /// The flow was published after the org was told to keep them.
    PublishedSince,
    /// The flow's log level records what is expected of it.
    LogLevel,
    /// Names of actions are recorded.
    Names,
    /// What the flow would touch is listed.
    Touches,
    /// The org was measured.
    Profile,
}

impl Check {
    /// The word that reports call it by; it never changes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Hosts => "hosts",
            Self::Reach => "reach",
            Self::Credentials => "credentials",
            Self::Org => "org",
            Self::OrgState => "org-state",
            Self::Token => "token",
            Self::Clock => "clock",
            Self::Rate => "rate",
            Self::Permission => "permission",
            Self::Flows => "flows",
            Self::Deployment => "deployment",
            Self::DeploymentStatus => "deployment-status",
            Self::DeploymentFlow => "deployment-flow",
            Self::Configuration => "configuration",
            Self::Messenger => "messenger",
            Self::Disconnect => "disconnect",
            Self::Clear => "clear",
            Self::Origin => "origin",
            Self::GuestSocket => "guest-socket",
            Self::Flow => "flow",
            Self::FlowType => "flow-type",
            Self::Published => "published",
            Self::Actions => "actions",
            Self::ExecutionData => "execution-data",
            Self::PublishedSince => "published-since",
            Self::LogLevel => "log-level",
            Self::Names => "names",
            Self::Touches => "touches",
            Self::Profile => "profile",
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.word())
    }
}
