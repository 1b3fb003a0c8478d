//! The progress bar on stderr; nothing is drawn off a terminal.

use std::fmt::Write;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::look::columns;
use crate::french::{count, counted};
use crate::plan::Progress;

/// A bar with counts, rate and time left, in French.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    /// Columns of the terminal.
    width: usize,
}

impl Bar {
    /// A bar drawn on stderr if it is a terminal of so many columns, unless the user wants none.
    pub fn new(quiet: bool, width: usize) -> Self {
        let bar = ProgressBar::no_length();
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        bar.set_draw_target(target);
        bar.set_style(style(READING, ["document", "documents"], width));
        bar.tick();
        Self { bar, width }
    }

    /// Wipes the bar, so that what follows is printed on a clean line.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn found(&self, documents: usize) {
        self.bar.set_length(documents as u64);
        self.bar.reset_eta();
    }

    fn done(&self, documents: usize) {
        self.bar.inc(documents as u64);
    }

    fn writing(&self, academies: usize) {
        self.bar.set_length(academies as u64);
        self.bar.set_position(0);
        self.bar.reset_eta();
        if academies > 1 {
            self.bar.set_style(style(WRITING, ["académie", "académies"], self.width));
        } else {
            let academies = counted(academies as u64, "académie", "académies");
            self.bar.set_style(writing_style());
            self.bar.set_message(format!("Écriture des documents de {academies}…"));
        }
    }

    fn written(&self) {
        self.bar.inc(1);
    }
}

/// What is drawn; the bar takes what figures leave.
const READING: &str = "Lecture [{wide_bar}] {figures}";
/// The same, once all is read.
const WRITING: &str = "Écriture [{wide_bar}] {figures}";
/// Columns that « Écriture [=> ] » takes at the least.
const SHORTEST: usize = 17;

/// A bar of things, called by one and by several of them.
fn style(template: &str, things: [&'static str; 2], width: usize) -> ProgressStyle {
    let room = width.saturating_sub(SHORTEST);
    // The templates are constants: they either always read, or the default bar shows.
    ProgressStyle::with_template(template).map_or_else(
        |_| ProgressStyle::default_bar(),
        |style| {
            style.progress_chars("=> ").with_key(
                "figures",
                move |state: &ProgressState, out: &mut dyn Write| {
                    let _ = out.write_str(&figures(
                        things,
                        state.pos(),
                        state.len(),
                        state.per_sec(),
                        state.eta(),
                        room,
                    ));
                },
            )
        },
    )
}

fn writing_style() -> ProgressStyle {
    ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// « 1 200 sur 3 000 documents, 480 par seconde, reste 4 s »; without the rate where there is no room for it.
fn figures(things: [&str; 2], done: u64, all: Option<u64>, rate: f64, left: Duration, room: usize) -> String {
    let Some(all) = all else { return "recherche des documents…".to_owned() };
    let counts = format!("{} sur {}", count(done), counted(all, things[0], things[1]));
    let mut rest = String::new();
    if done > 0 && done < all {
        let _ = write!(rest, ", reste {}", duration(left));
    }
    if done > 0 && rate >= 1.0 {
        let rate = format!(", {} par seconde", count(rate as u64));
        if columns(&counts) + columns(&rate) + columns(&rest) <= room {
            rest.insert_str(0, &rate);
        }
    }
    counts + &rest
}

/// « 4 s », « 2 min 05 s », « 1 h 12 min ».
fn duration(left: Duration) -> String {
    let seconds = left.as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{}\u{a0}s", seconds.max(1)),
        (0, minutes, seconds) => format!("{minutes}\u{a0}min\u{a0}{seconds:02}\u{a0}s"),
        (hours, minutes, _) => format!("{hours}\u{a0}h\u{a0}{minutes:02}\u{a0}min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_french_and_say_what_is_left() {
        let plain = |text: String| text.replace(['\u{a0}', '\u{202f}'], " ");
        let documents = ["document", "documents"];
        let shown =
            |done, all, rate, left| plain(figures(documents, done, all, rate, Duration::from_secs(left), 64));
        assert_eq!(shown(0, None, 0.0, 0), "recherche des documents…");
        assert_eq!(shown(0, Some(3000), 0.0, 0), "0 sur 3 000 documents");
        assert_eq!(
            shown(1200, Some(3000), 480.4, 4),
            "1 200 sur 3 000 documents, 480 par seconde, reste 4 s"
        );
        assert_eq!(shown(3000, Some(3000), 480.4, 0), "3 000 sur 3 000 documents, 480 par seconde");
        assert_eq!(shown(1, Some(2), 0.1, 125), "1 sur 2 documents, reste 2 min 05 s");
        let written = figures(["académie", "académies"], 3, Some(13), 0.2, Duration::from_secs(31), 64);
        assert_eq!(plain(written), "3 sur 13 académies, reste 31 s");
        let narrow = figures(documents, 1200, Some(3000), 480.4, Duration::from_secs(4), 44);
        assert_eq!(plain(narrow), "1 200 sur 3 000 documents, reste 4 s");
        assert_eq!(plain(duration(Duration::from_secs(4321))), "1 h 12 min");
    }

    #[test]
    fn the_templates_of_the_bars_are_sound() {
        assert!(ProgressStyle::with_template(READING).is_ok());
        assert!(ProgressStyle::with_template(WRITING).is_ok());
        assert!(ProgressStyle::with_template("{msg}").is_ok());
    }
}
