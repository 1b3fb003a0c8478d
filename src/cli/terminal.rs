//! The two outputs of a run: results on stdout, which a closed pipe doesn't break, and the rest on stderr.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use console::Term;
use serde::Serialize;

use super::look::Look;
use super::painted;
use crate::french::quoted;
use crate::plan::Status;

/// The two outputs of a run, and how each looks.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Of results, on stdout.
    pub results: Look,
    /// Of errors and remarks, on stderr.
    pub messages: Look,
}

impl Screen {
    /// The outputs there are, for the command line that was typed.
    pub fn of(args: &[OsString]) -> Self {
        Self { results: Look::of(&Term::stdout(), args), messages: Look::of(&Term::stderr(), args) }
    }

    /// Says why a command isn't understood, or why it ends, and gives the status to end with.
    pub fn fail(self, message: &str, status: Status) -> Status {
        self.refuse(&format!("Erreur — {message}"), status)
    }

    /// Says on stderr what already begins as an error, or a help text, and gives the status to end with.
    pub fn refuse(self, message: &str, status: Status) -> Status {
        tell(&painted::error(self.messages, message));
        status
    }

    /// Runs a command; a fault of the program ends it with a French sentence instead of a trace.
    ///
    /// The panics that a worker guards itself against are silent here: they become findings. Setting `RUST_BACKTRACE`
    /// brings the traces back.
    pub fn guarded(self, command: impl FnOnce() -> Status) -> Status {
        static LAST: Mutex<String> = Mutex::new(String::new());
        if std::env::var_os("RUST_BACKTRACE").is_none() {
            panic::set_hook(Box::new(|information| {
                if let Ok(mut last) = LAST.lock() {
                    *last = information.to_string().replace('\n', " ");
                }
            }));
        }
        panic::catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|_| {
            let details = LAST.lock().map(|last| last.clone()).unwrap_or_default();
            self.fail(&fault(&details), Status::Fault)
        })
    }
}

/// Prints on stdout. A reader that has gone (`| head`) is no fault of the run.
///
/// # Errors
/// [`Status::Output`] where stdout can't be written otherwise.
pub fn print(text: &str) -> Result<(), Status> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            tell("L’affichage du résultat a échoué : la sortie ne peut pas être écrite.");
            Err(Status::Output)
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Says something on stderr. Nobody may be listening.
pub fn tell(message: &str) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}

/// Whether somebody watches a window of ours and can type in it.
pub fn is_watched() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Asks a question and waits for a line; `None` where nobody answers.
pub fn ask(question: &str) -> Option<String> {
    print(question).ok()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line).ok().filter(|read| *read > 0).map(|_| line)
}

/// Opens a page in whatever the desktop opens pages with. That it doesn't is no fault of the run: its path was told.
pub fn show(page: &Path) {
    let opener = if cfg!(windows) {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let nothing = Stdio::null;
    let _ = Command::new(opener).arg(page).stdin(nothing()).stdout(nothing()).stderr(nothing()).spawn();
}

/// What to do about a fault of the program, and what to send along.
fn fault(details: &str) -> String {
    format!(
        "Maillage {} s’est arrêté sur une erreur interne. Les résultats précédents sont intacts. Signalez-la en \
         recopiant cette ligne : {}",
        env!("CARGO_PKG_VERSION"),
        quoted(details)
    )
}

/// A value as JSON, one line for each member, ended by a line feed.
pub(super) fn json(value: &impl Serialize) -> String {
    // Maps with text keys and plain values always serialise.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_what_to_send_and_that_nothing_was_lost() {
        let told = fault("panicked at src/x.rs:3");
        assert!(
            told.contains("erreur interne") && told.contains("src/x.rs:3") && told.contains("intacts"),
            "{told}"
        );
        assert_eq!(Status::Fault.code(), 70);
    }
}
