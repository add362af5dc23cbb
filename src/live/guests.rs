//! How guests of a sandbox org connect: where, from which page, how fast, and where their messages carry attributes. Must not know what they
//! say.

use std::sync::Arc;

use super::Sandbox;
use crate::genesys::{AttributePlace, GuestOptions};
use crate::project::AttributesSent;

impl Sandbox {
    /// What a guest of a deployment is made of; none where no address for guests is known.
    pub fn guest_options(&self, deployment_id: &str) -> Option<GuestOptions> {
        let habits = &self.settings.habits;
        let options = GuestOptions::new(self.environment.guest.clone()?, deployment_id);
        Some(GuestOptions {
            origin: self.settings.origin.as_ref().map(|origin| origin.value.clone()),
            tls: self.guest_tls.clone(),
            clock: Arc::clone(self.client.clock()),
            pace: Some(habits.pace()),
            attributes_sent: match habits.attributes_sent() {
                AttributesSent::Beside => AttributePlace::Beside,
                AttributesSent::Within => AttributePlace::Within,
                AttributesSent::Both => AttributePlace::Both,
            },
            ..options
        })
    }

    /// The page that guests say they are on; empty where no address for guests is known.
    pub fn origin(&self) -> String {
        self.guest_options("").map(|options| options.origin_header()).unwrap_or_default()
    }
}
