use super::*;
use crate::model::school::Sector;

fn read(text: &str) -> (Registry, Vec<RegistryRemark>) {
    Registry::read("annuaire.csv", text.as_bytes(), &Academies::embedded()).unwrap()
}

const HEADER: &str = "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;\
    Code postal;Nom_commune;Code_departement;Mail;nom_circonscription;etat;code_nature\r\n";

#[test]
fn the_open_data_directory_gives_open_schools_only() {
    let (registry, remarks) = read(&format!(
        "\u{feff}{HEADER}\
         0350122T;Ecole primaire  publique les Lucioles;Ecole;Public;35580;Baulon;035;ecole.0350122T@example.org;\
         Circonscription d'inspection du 1er degré de Bruz;OUVERT;151\r\n\
         0351111A;Collège;Collège;Public;35000;Rennes;035;;;OUVERT;340\r\n\
         0940176F;Ecole élémentaire;Ecole;Public;94260;Fresnes;094;;\
         Circonscription d'inspection  du 1er degre d'Orly;A FERMER;151\r\n\
         0352813T;AFOREM;;;35000;Rennes;035;;;OUVERT;400\r\n\
         0951099D;Ecole fermée;Ecole;Public;95000;Cergy;095;;;FERMÉ;101\r\n\
         9711252J;Ecole maternelle;Ecole;Privé;97150;Saint-Martin;978;;;OUVERT;101\r\n\
         9830002K;Ecole;Ecole;Public;98800;Nouméa;988;;;OUVERT;101\r\n"
    ));
    let uais: Vec<&str> = registry.schools().map(|school| school.uai.as_str()).collect();
    assert_eq!(uais, ["0350122T", "0940176F", "9711252J"]);
    assert_eq!(remarks, []);
    assert_eq!(registry.left_out, LeftOut { not_schools: 2, not_open: 1, outside_academies: 1 });
    let baulon = registry.school(&Uai::parse("0350122T").unwrap()).unwrap();
    assert_eq!(&*baulon.name, "Ecole primaire publique les Lucioles");
    assert_eq!((&*baulon.departement, &*baulon.circonscription), ("35", "Bruz"));
    assert_eq!((baulon.sector, &*baulon.email), (Sector::Public, "ecole.0350122T@example.org"));
    let other = registry.school(&Uai::parse("9711252J").unwrap()).unwrap();
    assert_eq!((&*other.departement, other.sector), ("978", Sector::Private));
    let fresnes = registry.in_commune("fresnes");
    assert_eq!(fresnes.iter().map(|school| &*school.circonscription).collect::<Vec<_>>(), ["Orly"]);
    assert_eq!(registry.communes().collect::<Vec<_>>(), ["baulon", "fresnes", "saint martin"]);
}

#[test]
fn faulty_rows_are_named_with_their_line_and_the_others_kept() {
    let (registry, remarks) = read(
        "Écoles attendues\n\nRNE,École,Commune\n0350122T,A,Baulon\n0350122Z,B,Baulon\nécole,C,Baulon\n\
         ,D,Baulon\n0350122T,A bis,Baulon\n940176f,\"E, la grande\",Fresnes\n",
    );
    let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "ligne 5\u{a0}: la lettre de l’UAI «\u{a0}0350122Z\u{a0}» ne correspond pas à ses chiffres\u{a0}; \
             la ligne est laissée de côté.",
            "ligne 6\u{a0}: «\u{a0}école\u{a0}» n’est pas un UAI (sept chiffres et une lettre)\u{a0}; \
             la ligne est laissée de côté.",
            "ligne 7\u{a0}: l’UAI manque\u{a0}; la ligne est laissée de côté.",
            "ligne 8\u{a0}: l’école 0350122T figure déjà à la ligne 4, qui compte.",
            "ligne 9\u{a0}: l’UAI «\u{a0}940176f\u{a0}» a été lu 0940176F.",
        ]
    );
    let names: Vec<&str> = registry.schools().map(|school| &*school.name).collect();
    assert_eq!(names, ["A", "E, la grande"]);
}

#[test]
fn files_saved_by_excel_are_read_whatever_their_encoding() {
    let text = "Code UAI\tNom de l'école\tCommune\n0350122T\tÉcole « Les Œillets » – l’été\tLiffré\n";
    let cp1252 = WINDOWS_1252.encode(text).0.into_owned();
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    for bytes in [text.as_bytes().to_vec(), cp1252, utf16] {
        let (registry, _) = Registry::read("a.csv", &bytes, &Academies::embedded()).unwrap();
        let school = registry.schools().next().unwrap();
        assert_eq!(&*school.name, "École « Les Œillets » – l’été");
        assert_eq!(&*school.commune, "Liffré");
    }
}

#[test]
fn a_file_that_is_no_registry_says_why() {
    let read = |text: &str| {
        Registry::read("a.csv", text.as_bytes(), &Academies::embedded()).unwrap_err().to_string()
    };
    assert_eq!(read("\n\n"), "l’annuaire est vide.");
    assert!(
        read("Nom;Ville\nA;B\n").ends_with("titres lus\u{a0}: «\u{a0}Nom\u{a0}» et «\u{a0}Ville\u{a0}».")
    );
    assert!(read("UAI;Nom\n").contains("aucune école"));
}

#[test]
fn rows_of_a_sheet_are_read_like_a_file() {
    let rows = [vec!["uai", "nom"], vec!["0350122t", "A"]]
        .map(|row| row.into_iter().map(str::to_owned).collect::<Vec<_>>());
    let (registry, remarks) = Registry::from_rows("a.xlsx", &rows, &Academies::embedded()).unwrap();
    assert_eq!(registry.schools().count(), 1);
    assert_eq!(remarks[0].line, 2);
}

#[test]
fn circonscriptions_are_named_in_short() {
    for (written, short) in [
        ("Circonscription d'inspection du 1er degré de Saint Malo Ville", "Saint Malo Ville"),
        ("Circonscription d'inspection du 1er degré du Pays Malouin", "Pays Malouin"),
        ("Circonscription d'inspection  du 1er degre d'Orly", "Orly"),
        ("Circonscription d’inspection du 1er degré de La Flèche", "La Flèche"),
        ("Circonscription de Bruz", "Bruz"),
        ("Rennes - ASH Parcours 2D", "Rennes - ASH Parcours 2D"),
        ("", ""),
    ] {
        assert_eq!(short_circonscription(written), short, "{written}");
    }
}

/// Public directories are kept outside the repository: checked where `MAILLAGE_DONNEES` says they are.
#[test]
fn the_public_directories_are_read_whole() {
    let Some(folder) = std::env::var_os("MAILLAGE_DONNEES") else { return };
    for (file, schools, others, remarks) in [
        ("annuaire_ille-et-vilaine_2023-06.csv", 685, 311, 0),
        ("annuaire_val-de-marne_2026-05.csv", 613, 0, 0),
        ("ecoles_ref.csv", 30_059, 0, 0),
    ] {
        let bytes = std::fs::read(std::path::Path::new(&folder).join(file)).unwrap();
        let (registry, met) = Registry::read(file, &bytes, &Academies::embedded()).unwrap();
        assert_eq!(registry.schools().count(), schools, "{file}");
        assert_eq!((registry.left_out.not_schools, met.len()), (others, remarks), "{file}: {met:?}");
    }
}
