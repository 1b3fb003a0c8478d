use std::collections::BTreeMap;

use super::*;

fn month() -> Month {
    "2026-11".parse().unwrap()
}

/// Writes a month whose files all hold this text.
fn begin(root: &Path, text: &str) -> MonthFolder {
    let folder = MonthFolder::begin(root, month(), Contents::Results).unwrap();
    write(&folder, text);
    folder
}

fn write(folder: &MonthFolder, text: &str) {
    for name in [MARK, "17-nantes/etat.json", "17-nantes/2026-11_nantes_consolidation.xlsx"] {
        folder.write(name, text.as_bytes()).unwrap();
    }
}

/// Every file under the month's place, with its text.
fn read(root: &Path) -> BTreeMap<String, String> {
    let place = root.join("2026-11");
    files_under(&place)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&place).unwrap().to_str().unwrap().replace('\\', "/");
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn whole(text: &str) -> BTreeMap<String, String> {
    [MARK, "17-nantes/etat.json", "17-nantes/2026-11_nantes_consolidation.xlsx"]
        .map(|name| (name.to_owned(), text.to_owned()))
        .into()
}

fn names(root: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What a killed process leaves: its lock is released, its files stay.
fn kill(mut folder: MonthFolder) {
    folder.partial.disable_cleanup(true);
}

#[test]
fn a_month_replaces_the_one_before_and_leaves_nothing_beside() {
    let root = tempfile::tempdir().unwrap();
    let sorties = root.path().join("a/b/sorties");
    assert_eq!(begin(&sorties, "ancien").commit().unwrap(), sorties.join("2026-11"));
    assert_eq!(read(&sorties), whole("ancien"));
    let folder = begin(&sorties, "neuf");
    assert_eq!(read(&sorties), whole("ancien"), "nothing changes before the end");
    folder.commit().unwrap();
    assert_eq!(read(&sorties), whole("neuf"));
    assert_eq!(names(&sorties), [LOCK, "2026-11"]);
}

#[test]
fn files_of_the_old_month_that_the_new_one_lacks_are_gone() {
    let root = tempfile::tempdir().unwrap();
    let folder = begin(root.path(), "ancien");
    folder.write("99-ailleurs/etat.json", b"{}").unwrap();
    folder.commit().unwrap();
    begin(root.path(), "neuf").commit().unwrap();
    assert_eq!(read(root.path()), whole("neuf"));
}

#[test]
fn a_run_given_up_leaves_the_old_month_and_nothing_beside() {
    let root = tempfile::tempdir().unwrap();
    begin(root.path(), "ancien").commit().unwrap();
    drop(begin(root.path(), "neuf"));
    assert_eq!(read(root.path()), whole("ancien"));
    assert_eq!(names(root.path()), [LOCK, "2026-11"]);
}

#[test]
fn killed_while_writing_the_month_is_the_old_one() {
    let root = tempfile::tempdir().unwrap();
    begin(root.path(), "ancien").commit().unwrap();
    kill(begin(root.path(), "neuf"));
    assert_eq!(read(root.path()), whole("ancien"));
    assert_eq!(names(root.path()).len(), 3);
    drop(MonthFolder::begin(root.path(), month(), Contents::Results).unwrap());
    assert_eq!(names(root.path()), [LOCK, "2026-11"], "the next run removes what was left");
}

#[test]
fn killed_between_the_two_renames_the_next_run_puts_the_old_month_back() {
    let root = tempfile::tempdir().unwrap();
    begin(root.path(), "ancien").commit().unwrap();
    let folder = begin(root.path(), "neuf");
    folder.set_aside().unwrap();
    kill(folder);
    drop(MonthFolder::begin(root.path(), month(), Contents::Results).unwrap());
    assert_eq!(read(root.path()), whole("ancien"));
    assert_eq!(names(root.path()), [LOCK, "2026-11"]);
}

#[test]
fn killed_between_the_two_renames_an_empty_folder_made_again_gives_way_to_the_old_month() {
    let root = tempfile::tempdir().unwrap();
    begin(root.path(), "ancien").commit().unwrap();
    let folder = begin(root.path(), "neuf");
    folder.set_aside().unwrap();
    kill(folder);
    fs::create_dir(root.path().join("2026-11")).unwrap();
    drop(MonthFolder::begin(root.path(), month(), Contents::Results).unwrap());
    assert_eq!(read(root.path()), whole("ancien"));
}

#[test]
fn killed_before_the_old_month_is_removed_the_month_is_the_new_one() {
    let root = tempfile::tempdir().unwrap();
    begin(root.path(), "ancien").commit().unwrap();
    let folder = begin(root.path(), "neuf");
    folder.set_aside().unwrap();
    folder.put_in_place().unwrap();
    kill(folder);
    assert_eq!(read(root.path()), whole("neuf"));
    drop(MonthFolder::begin(root.path(), month(), Contents::Results).unwrap());
    assert_eq!(read(root.path()), whole("neuf"));
    assert_eq!(names(root.path()), [LOCK, "2026-11"]);
}

#[test]
fn where_the_new_month_cannot_be_put_in_place_the_old_one_comes_back() {
    let root = tempfile::tempdir().unwrap();
    begin(root.path(), "ancien").commit().unwrap();
    let folder = begin(root.path(), "neuf");
    fs::remove_dir_all(folder.partial.path()).unwrap();
    folder.set_aside().unwrap();
    assert!(matches!(folder.put_in_place(), Err(OutputError::Other { .. })));
    assert_eq!(read(root.path()), whole("ancien"));
}

#[test]
fn a_second_run_in_the_same_folder_says_so_and_touches_nothing() {
    let root = tempfile::tempdir().unwrap();
    let first = begin(root.path(), "premier");
    let before = names(root.path());
    let error = MonthFolder::begin(root.path(), month(), Contents::Results).unwrap_err();
    assert!(matches!(error, OutputError::Busy(_)));
    assert!(error.to_string().contains("Une autre exécution de Maillage"));
    assert_eq!(names(root.path()), before);
    first.commit().unwrap();
    assert_eq!(read(root.path()), whole("premier"));
    begin(root.path(), "second").commit().unwrap();
}

#[test]
fn a_folder_of_received_files_is_never_replaced() {
    let root = tempfile::tempdir().unwrap();
    let received = root.path().join("2026-11");
    fs::create_dir(&received).unwrap();
    fs::write(received.join("0440123A.xlsx"), "reçu").unwrap();
    let error = MonthFolder::begin(root.path(), month(), Contents::Results).unwrap_err();
    assert!(matches!(error, OutputError::Foreign(_)), "{error}");
    assert_eq!(fs::read_to_string(received.join("0440123A.xlsx")).unwrap(), "reçu");
}

#[test]
fn a_file_in_the_way_is_named() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("sorties");
    fs::write(&file, "").unwrap();
    for root in [file.clone(), file.join("sous-dossier")] {
        let error = MonthFolder::begin(&root, month(), Contents::Results).unwrap_err();
        assert!(matches!(error, OutputError::FileInTheWay(_)), "{error:?}");
    }
    fs::write(root.path().join("2026-11"), "").unwrap();
    let error = MonthFolder::begin(root.path(), month(), Contents::Results).unwrap_err();
    assert!(matches!(error, OutputError::FileInTheWay(_)), "{error:?}");
}

#[test]
fn names_lead_nowhere_else() {
    let root = tempfile::tempdir().unwrap();
    let folder = MonthFolder::begin(root.path(), month(), Contents::Results).unwrap();
    for name in [
        "../x",
        "/x",
        "a/../../x",
        "",
        "a//b",
        "C:\\x",
        "a\\b",
        ".cache",
        "a/.",
        "é.csv",
        "a b",
        "a/",
        "con:",
    ] {
        assert!(matches!(folder.write(name, b""), Err(OutputError::Name(_))), "{name:?}");
    }
    folder.write("17-nantes/retours/0440123A_correction.xlsx", b"").unwrap();
    assert!(folder.write("17-nantes/retours/0440123A_correction.xlsx", b"").is_err(), "never written twice");
}

#[test]
fn several_threads_write_at_once() {
    let root = tempfile::tempdir().unwrap();
    let folder = begin(root.path(), "x");
    std::thread::scope(|scope| {
        for rank in 0..8 {
            let folder = &folder;
            scope.spawn(move || folder.write(&format!("retours/{rank}.csv"), b"x").unwrap());
        }
    });
    folder.commit().unwrap();
    assert_eq!(read(root.path()).len(), 3 + 8);
}

#[test]
fn a_file_open_in_a_spreadsheet_is_the_one_to_close() {
    let root = tempfile::tempdir().unwrap();
    begin(root.path(), "x").commit().unwrap();
    let academie = root.path().join("2026-11/17-nantes");
    assert_eq!(open_elsewhere(&root.path().join("2026-11")), None);
    fs::write(academie.join(".~lock.2026-11_nantes_consolidation.xlsx#"), "").unwrap();
    let open = open_elsewhere(&root.path().join("2026-11")).unwrap();
    assert_eq!(open, academie.join("2026-11_nantes_consolidation.xlsx"));
    assert!(OutputError::OpenElsewhere(open).to_string().contains("Fermez-le"));
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_refused_and_keeps_what_it_holds() {
    use std::os::unix::fs::PermissionsExt;
    let root = tempfile::tempdir().unwrap();
    begin(root.path(), "ancien").commit().unwrap();
    fs::set_permissions(root.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // The administrator writes anywhere: nothing to see then.
    let privileged = File::create(root.path().join("essai")).is_ok();
    let begun = MonthFolder::begin(root.path(), month(), Contents::Results);
    fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
    if !privileged {
        assert!(matches!(begun, Err(OutputError::Forbidden(_))));
    }
    drop(begun);
    assert_eq!(read(root.path()), whole("ancien"));
}

#[test]
fn what_the_system_refuses_is_told_in_french() {
    for (kind, words) in [
        (io::ErrorKind::StorageFull, "Le disque est plein"),
        (io::ErrorKind::QuotaExceeded, "Le disque est plein"),
        (io::ErrorKind::ReadOnlyFilesystem, "pas le droit d’écrire"),
        (io::ErrorKind::PermissionDenied, "pas le droit d’écrire"),
        (io::ErrorKind::Other, "n’a pas pu être écrit"),
    ] {
        let shown = OutputError::of(Path::new("sorties/2026-11/x.csv"), &kind.into()).to_string();
        assert!(shown.contains(words) && shown.contains("sorties/2026-11/x.csv"), "{shown}");
    }
}

#[test]
fn forms_never_take_the_place_of_results_nor_results_that_of_forms() {
    let root = tempfile::tempdir().unwrap();
    begin(root.path(), "résultats").commit().unwrap();
    let refused = MonthFolder::begin(root.path(), month(), Contents::Forms);
    assert!(matches!(refused, Err(OutputError::Foreign(_))));
    assert_eq!(read(root.path()), whole("résultats"));

    let root = tempfile::tempdir().unwrap();
    let folder = MonthFolder::begin(root.path(), month(), Contents::Forms).unwrap();
    folder.write(Contents::Forms.mark(), b"{}").unwrap();
    folder.commit().unwrap();
    assert!(matches!(
        MonthFolder::begin(root.path(), month(), Contents::Results),
        Err(OutputError::Foreign(_))
    ));
    MonthFolder::begin(root.path(), month(), Contents::Forms).unwrap();
}
