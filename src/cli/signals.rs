//! The signals that ask a command to stop.

use tokio::sync::watch;

use crate::event::Exit;

/// The first Ctrl-C or SIGTERM stops a run and lets it clean up; the second ends the process.
pub(super) async fn stop_runs(switch: watch::Sender<bool>) {
    stop_wanted().await;
    switch.send_replace(true);
    stop_wanted().await;
    std::process::exit(Exit::Interrupted as i32);
}

/// Ends when Ctrl-C or, where there is such a thing, SIGTERM arrives.
pub(super) async fn stop_wanted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
