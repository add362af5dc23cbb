//! The seed's first step: widgets. No real org serves these paths.

use crate::diagnostic::Diagnostic;
use crate::wire::{Widget, WidgetRequest};

use crate::genesys::client::Client;
use crate::genesys::error::{ClientError, ErrorKind};
use crate::genesys::operation::{CREATE_WIDGET, DELETE_WIDGET, READ_WIDGET};

/// What came of a creating request that may find its work done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Created<T> {
    /// It was made now.
    New(T),
    /// Something of the same name exists (409). The seed goes on in this case, and so may the caller.
    AlreadyThere {
        /// What to tell the user.
        warning: Diagnostic,
    },
}

impl Client {
    /// Creates a widget that declares attributes.
    ///
    /// # Errors
    /// Any failure but 409, which is an outcome.
    pub async fn create_widget(&self, request: &WidgetRequest) -> Result<Created<Widget>, ClientError> {
        let url = self.seed_url(&CREATE_WIDGET, "")?;
        match self.send(&CREATE_WIDGET, url, request).await {
            Ok(widget) => Ok(Created::New(widget)),
            Err(error) if error.kind == ErrorKind::Conflict => {
                Ok(Created::AlreadyThere { warning: error.to_warning() })
            }
            Err(error) => Err(error),
        }
    }

    /// Reads a widget.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn widget(&self, id: &str) -> Result<Widget, ClientError> {
        self.get(&READ_WIDGET, self.seed_url(&READ_WIDGET, id)?).await
    }

    /// Deletes a widget.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn delete_widget(&self, id: &str) -> Result<(), ClientError> {
        self.delete(&DELETE_WIDGET, self.seed_url(&DELETE_WIDGET, id)?).await
    }
}
