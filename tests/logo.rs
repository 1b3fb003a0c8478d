//! A logo on the cover of the report, from the configuration to the PDF.

#![expect(clippy::unwrap_used, reason = "what a test needs and lacks fails the test")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Status, and all that was said.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_maillage")).current_dir(folder).args(arguments).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.code().unwrap(), text.replace('\u{a0}', " "))
}

/// A half transparent square of 40 pixels. Its checksums are right, for the eyes of other programs.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8; 4], content: &[u8]| {
        let whole = [name.as_slice(), content].concat();
        bytes.extend((content.len() as u32).to_be_bytes());
        bytes.extend(&whole);
        let mut sum = flate2::Crc::new();
        sum.update(&whole);
        bytes.extend(sum.sum().to_be_bytes());
    };
    let side = 40u32;
    chunk(b"IHDR", &[&side.to_be_bytes()[..], &side.to_be_bytes(), &[8, 6, 0, 0, 0]].concat());
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    for row in 0..side {
        encoder.write_all(&[0]).unwrap();
        for column in 0..side {
            encoder.write_all(&[20, 90, 160, if row < column { 255 } else { 60 }]).unwrap();
        }
    }
    chunk(b"IDAT", &encoder.finish().unwrap());
    chunk(b"IEND", &[]);
    bytes
}

fn campaign(report: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (status, said) = run(folder.path(), &["exemple", "essai", "--ecoles", "3", "--mois", "2026-11"]);
    assert_eq!(status, 0, "{said}");
    fs::write(folder.path().join("essai/maillage.toml"), format!("[rapport]\n{report}")).unwrap();
    fs::write(folder.path().join("essai/logo.png"), png()).unwrap();
    folder
}

fn consolidate(folder: &Path) -> (i32, String) {
    run(folder, &["consolider", "essai/2026-11", "--date", "2026-11-24", "--echec-si", "jamais"])
}

#[test]
fn the_logo_beside_the_configuration_is_on_the_cover_and_opaque() {
    let folder = campaign("logo = \"logo.png\"\nlogo_texte = \"Académie d’essai\"\n");
    let (status, said) = consolidate(folder.path());
    assert_eq!(status, 0, "{said}");
    let report = folder.path().join("sorties/2026-11/17-nantes/2026-11_nantes_rapport-copil.pdf");
    let document = lopdf::Document::load(&report).unwrap();
    let pictures: Vec<&lopdf::Dictionary> = document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .map(|stream| &stream.dict)
        .filter(|dict| {
            dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|kind| kind == b"Image")
        })
        .collect();
    let [picture] = pictures.as_slice() else { panic!("{} pictures", pictures.len()) };
    assert_eq!(picture.get(b"Width").unwrap().as_i64().unwrap(), 40);
    assert!(!picture.has(b"SMask") && !picture.has(b"Mask"), "PDF/A takes no transparency");
    let alternatives: Vec<String> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"Alt").ok())
        .filter_map(|alt| lopdf::decode_text_string(alt).ok())
        .collect();
    assert!(alternatives.contains(&"Académie d’essai".to_owned()), "{alternatives:?}");
    if let Ok(keep) = std::env::var("MAILLAGE_RAPPORTS") {
        fs::copy(&report, Path::new(&keep).join("logo.pdf")).unwrap();
    }
}

#[test]
fn a_logo_that_cannot_be_used_is_refused_where_it_is_written() {
    for (report, words) in [
        ("logo = \"absent.png\"\n", "n’existe pas"),
        ("logo = \"annuaire.csv\"\n", "n’est ni un PNG ni un JPEG"),
        ("logo = \"gros.png\"\n", "dépasse 1 Mo"),
    ] {
        let folder = campaign(report);
        fs::write(folder.path().join("essai/gros.png"), vec![0; (1 << 20) + 1]).unwrap();
        let (status, said) = consolidate(folder.path());
        assert_eq!(status, 3, "{said}");
        assert!(said.contains("ligne 2, colonne 8") && said.contains(words), "{words}: {said}");
        assert!(!folder.path().join("sorties").exists());
    }
}
