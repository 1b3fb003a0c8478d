//! The letters that go with what is sent back to schools: the program's own, or those of a folder `courriels` beside
//! the configuration.

use std::path::Path;

use super::{PlanError, files};
use crate::model::letter::{Letter, Letters, Occasion};

/// The folder, beside the configuration, whose letters are taken instead of the program's.
const FOLDER: &str = "courriels";

/// The program's own text of a letter.
fn embedded(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::Correction => include_str!("../../templates/courriels/correction.txt"),
        Occasion::Unread => include_str!("../../templates/courriels/illisible.txt"),
        Occasion::Reminder => include_str!("../../templates/courriels/relance.txt"),
        Occasion::Thanks => include_str!("../../templates/courriels/remerciement.txt"),
    }
}

/// The letters of a run whose configuration is this file; a letter that isn't beside it is the program's own. The names
/// of those taken there are told.
pub(super) fn read(configuration: Option<&Path>, notes: &mut Vec<String>) -> Result<Letters, PlanError> {
    let folder = configuration.and_then(Path::parent).map(|folder| folder.join(FOLDER));
    let mut letter = |occasion: Occasion| {
        let own = folder.as_ref().map(|folder| folder.join(occasion.file())).filter(|path| path.is_file());
        let text = match &own {
            Some(path) => {
                notes.push(format!("Courriel : {}", path.display()));
                files::text(path, "Le courriel")?
            }
            None => embedded(occasion).to_owned(),
        };
        Letter::parse(&text).map_err(|fault| {
            let path = own.as_deref().unwrap_or_else(|| Path::new(occasion.file()));
            files::fault(path, &format!("ligne {} : {}.", fault.line, fault.why))
        })
    };
    let [first, second, third, fourth] = Occasion::ALL;
    Ok(Letters::new([letter(first)?, letter(second)?, letter(third)?, letter(fourth)?]))
}
