//! The `maillage` executable: parse, plan, run, print, exit.

use std::ffi::OsString;
use std::process::ExitCode;

use maillage::cli::summary::Summary;
use maillage::cli::terminal::Screen;
use maillage::cli::{
    self, Command, Consolider, Exemple, Format, Modele, Purger, Verifier, dropped, progress, terminal,
    verifier,
};
use maillage::example::Desordre;
use maillage::model::calendar::{Date, Month};
use maillage::output::purge;
use maillage::plan::Status;
use maillage::{check, example, pipeline, plan};

/// Millions of short texts are made and freed on every core: the system's allocators cost a sixth of a run more, and keep
/// what an académie held until the end.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let screen = Screen::of(&typed);
    let watched = terminal::is_watched();
    let answer = || watched.then(|| terminal::ask(dropped::QUESTION)).flatten();
    let meant = dropped::meant(&typed, answer);
    // A window that the desktop opened would take its last words with it.
    let stays_open = watched && (meant.is_some() || typed.len() <= 1);
    let (command, note) = meant.map_or((typed, None), |meant| (meant.command, meant.note));
    if let Some(note) = note {
        terminal::tell(&note);
    }
    let status = run(command, stays_open, screen);
    if stays_open {
        terminal::ask(dropped::FAREWELL);
    }
    ExitCode::from(status.code())
}

/// Runs a command; whoever dropped a folder is shown the month's page.
fn run(args: Vec<OsString>, shows: bool, screen: Screen) -> Status {
    screen.guarded(|| match cli::parse(args, check::RULES, screen.results) {
        Ok(Command::Consolider(asked)) => consolidate(*asked, shows, screen),
        Ok(Command::Verifier(asked)) => verify(*asked, screen),
        Ok(Command::Modele(asked)) => make_forms(*asked, screen),
        Ok(Command::Purger(asked)) => clear(&asked, screen),
        Ok(Command::Exemple(asked)) => invent(&asked, screen),
        Ok(Command::Print(text)) => terminal::print(&text).err().unwrap_or(Status::Clean),
        Err(refusal) => screen.refuse(&refusal.message, refusal.status),
    })
}

fn consolidate(asked: Consolider, shows: bool, screen: Screen) -> Status {
    let plan = match plan::prepare(asked.request, check::RULES, today()) {
        Ok(plan) => plan,
        Err(error) => return screen.fail(&error.to_string(), error.status),
    };
    if !asked.quiet {
        plan.notes.iter().for_each(|note| terminal::tell(note));
    }
    let bar = progress::Bar::new(asked.quiet, screen.messages.width());
    let ran = pipeline::run(&plan, &bar);
    bar.clear();
    let outcome = match ran {
        Ok(outcome) => outcome,
        Err(error) => return screen.fail(&error.to_string(), error.status()),
    };
    // Not a matter of comfort: without these months, the documents say less than they could.
    outcome.remarks.iter().for_each(|remark| terminal::tell(remark));
    if !asked.quiet {
        let batch = &outcome.batch;
        let notes = plan::unmet_groupings(&batch.unmet_groupings)
            .into_iter()
            .chain(plan::derogations_to_review(&batch.derogations));
        notes.for_each(|note| terminal::tell(&note));
    }
    let summary = Summary::new(&outcome.batch, plan.stamp.month, &outcome.folder, &outcome.written);
    let text = match asked.format {
        Format::Text => summary.text(asked.verbose, screen.results),
        Format::Json => summary.json(),
    };
    let status =
        terminal::print(&text).err().unwrap_or_else(|| plan.fail_level.status(&outcome.batch.counts()));
    if shows {
        terminal::show(&outcome.folder.join(outcome.page));
    }
    // The process ends here: what thousands of schools answered need not be freed piece by piece.
    std::mem::forget(outcome);
    status
}

fn verify(asked: Verifier, screen: Screen) -> Status {
    let plan = match plan::prepare(asked.request, check::RULES, today()) {
        Ok(plan) => plan,
        Err(error) => return screen.fail(&error.to_string(), error.status),
    };
    let examined = match pipeline::examine(&plan, &plan::Silent) {
        Ok(examined) => examined,
        Err(error) => return screen.fail(&error.to_string(), error.status()),
    };
    let seen = verifier::Seen { tables: &examined.tables, notes: &examined.notes, rows: &examined.rows };
    let text = verifier::shown(&examined.batch, seen, asked.format, screen.results);
    terminal::print(&text).err().unwrap_or_else(|| plan.fail_level.status(&examined.batch.counts()))
}

fn make_forms(asked: Modele, screen: Screen) -> Status {
    let level = asked.level;
    let plan = match plan::prepare_forms(asked.request, check::RULES, today()) {
        Ok(plan) => plan,
        Err(error) => return screen.fail(&error.to_string(), error.status),
    };
    plan.notes.iter().for_each(|note| terminal::tell(note));
    match pipeline::write_forms(&plan, level) {
        Ok(forms) => {
            forms.remarks.iter().for_each(|remark| terminal::tell(remark));
            let months: Vec<Month> = forms.months.into_iter().collect();
            let (made, filled, folder) = (forms.made, forms.filled, forms.folder.as_path());
            terminal::print(&cli::MadeForms { made, filled, months: &months, folder }.told())
                .err()
                .unwrap_or(Status::Clean)
        }
        Err(error) => screen.fail(&error.to_string(), error.status()),
    }
}

fn clear(asked: &Purger, screen: Screen) -> Status {
    let root = &asked.request.output;
    let (first_kept, notes) = match plan::first_month_kept(&asked.request, today()) {
        Ok(kept) => kept,
        Err(error) => return screen.fail(&error.to_string(), error.status),
    };
    for note in &notes {
        terminal::tell(note);
    }
    let done = purge::months(root, first_kept).and_then(|months| {
        let removed = asked.confirmed.then(|| purge::purge(root, &months.past)).transpose()?;
        Ok(asked.told(first_kept, &months, removed.as_deref()))
    });
    match done {
        Ok(text) => terminal::print(&text).err().unwrap_or(Status::Clean),
        Err(error) => screen.fail(&error.to_string(), Status::Output),
    }
}

fn invent(asked: &Exemple, screen: Screen) -> Status {
    let month = asked.month.unwrap_or_else(|| Month::of(today()));
    let options = example::Options {
        ecoles: asked.schools,
        academies: asked.academies,
        graine: asked.seed,
        mois: month,
        desordre: if asked.messy { Desordre::Fort } else { Desordre::Ordinaire },
        verite: true,
    };
    match example::write(&asked.folder, &options) {
        Ok(_) => terminal::print(&asked.done(month)).err().unwrap_or(Status::Clean),
        Err(error) => screen.fail(&error.to_string(), Status::Output),
    }
}

#[expect(clippy::disallowed_methods, reason = "the date is an input everywhere else")]
fn today() -> Date {
    let now = jiff::Timestamp::try_from(std::time::SystemTime::now()).unwrap_or_default();
    jiff::tz::Offset::UTC.to_datetime(now).date()
}
