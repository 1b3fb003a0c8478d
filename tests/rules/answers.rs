//! The faults of answers: one school, one form, one place broken.

use crate::form::{Form, Value};

/// What breaks a form, and every finding that it calls for, « code cellule ».
pub(crate) type Case = (&'static [&'static str], fn(&mut Form));

const EMPTY: &str = "";

/// The competences stand in rows 7 to 20, in the order of the referential.
pub(crate) const CASES: &[Case] = &[
    // ---- what the titles and labels leave in doubt
    (&["COL-002 R6"], |form| form.title('R', "Structure responsable")),
    (&["COL-003 B6"], |form| form.title('B', "Entitée resposable")),
    (&["COL-004 R6"], |form| {
        form.title('R', "Salle");
        form.set("PIL-EVA", 'R', "bibliothèque");
    }),
    (&["COL-005 R12"], |form| {
        form.title('D', "Mode (interne/externe)");
        form.title('R', "Interne");
        form.title('S', "Externe");
        form.title('D', "");
        form.set_all('D', EMPTY);
        for code in [
            "PIL-MOA", "PIL-EVA", "ACC-FOR", "ACC-DOC", "ACC-PEM", "ACC-ASS", "MAT-PRC", "MAT-FAI",
            "ADM-FON", "ADM-TEC",
        ] {
            form.set(code, 'R', "x");
        }
        for code in ["ENT-EDI", "ENT-MOE", "ENT-MNT", "ENT-HEB"] {
            form.set(code, 'S', "x");
        }
        form.set("ACC-ASS", 'S', "x");
        form.set("ACC-ASS", 'F', "assistance");
        form.set("ACC-ASS", 'G', "J+1");
    }),
    (&["COL-006 A18"], |form| form.set("MAT-FAI", 'A', "Accès a Internt")),
    (&["COL-007 A21"], |form| form.add_like("PIL-EVA", "Maintenance")),
    (&["COL-008 A21"], |form| form.add_like("PIL-EVA", "Maintenance de la situation")),
    (&["COL-009 A21"], |form| form.add_like("PIL-EVA", "Photocopieur")),
    (&["COL-010 A19"], |form| {
        form.rows.pop();
        form.set("ADM-FON", 'A', "Administrateurs de l’ENT");
    }),
    (&["COL-011 B21"], |form| form.add_like("PIL-EVA", EMPTY)),
    (&["COL-012 A1"], |form| form.add_sheet("Schéma", &[&["RGPD", "→", "Financement"]])),
    (&["COL-013 A21"], |form| {
        let last_year = form.rows.clone();
        let row = |cells: Vec<Value>| (String::new(), cells);
        form.rows.push(row(vec!["Rappel 2025".into()]));
        form.rows.push(row(form.titles.iter().map(|title| title.as_str().into()).collect()));
        form.rows.extend(last_year.into_iter().map(|(_, cells)| row(cells)));
    }),
    (&["COL-014 T8"], |form| {
        form.title('T', "");
        form.set("PIL-EVA", 'T', "changera en janvier");
    }),
    // ---- what a cell leaves in doubt
    (&["VAL-001 B8"], |form| form.set("PIL-EVA", 'B', Value::Formula("#REF!"))),
    (&["VAL-002 B8"], |form| form.set("PIL-EVA", 'B', Value::Formula(""))),
    (&["VAL-003 N8"], |form| form.set("PIL-EVA", 'N', Value::Formula("#N/A"))),
    (&["VAL-004 B8"], |form| form.set("PIL-EVA", 'B', Value::Struck("Académie de Nantes".into()))),
    (&["VAL-005 B21"], |form| form.add_like("PIL-EVA", "Évaluation")),
    (&["RES-002 B8", "VAL-006 B21"], |form| {
        form.add_like("PIL-EVA", "Évaluation");
        form.rows.last_mut().unwrap().1[1] = "Circonscription".into();
    }),
    (&["VAL-007 B9"], |form| {
        form.set("ACC-FOR", 'B', "idem");
    }),
    (&["VAL-008 B7"], |form| {
        form.rows.swap(0, 1);
        form.set("PIL-EVA", 'B', "idem");
    }),
    (&["VAL-009 B9"], |form| form.merged = Some((9, 10))),
    (&["VAL-010 B21"], |form| {
        // A complement has no state: only the doubt is told.
        form.add_like("PIL-EVA", "Protection des données");
        form.rows.last_mut().unwrap().1[1] = "Académie de Nantes ?".into();
    }),
    (&["VAL-011 P8"], |form| form.set("PIL-EVA", 'P', "31/02/2027")),
    (&["VAL-012 M8"], |form| form.set("PIL-EVA", 'M', "3h x 36")),
    (&["VAL-013 B4"], |form| {
        form.add_sheet(
            "Suite",
            &[
                &["Compétence", "Mairie", "École", "Circonscription"],
                &["Protection des données", "non", "oui", "non"],
                &["Réseau de personnes ressources locales", "non", "non", "oui"],
                &["Sécurité", "en partie", "oui", "non"],
            ],
        );
    }),
    (&["VAL-015 I8"], |form| form.set("PIL-EVA", 'I', "evaluation@ac-nantes,fr")),
    (&["VAL-016 B8"], |form| form.set("PIL-EVA", 'B', "Académie de Nantes sauf le bilan")),
    // ---- coverage
    (&["ADM-001 B19", "COU-001 A20", "VAL-014 B20"], |form| {
        form.set("ADM-TEC", 'B', EMPTY);
        form.notes.push((20, 'B', "voir avec le rectorat"));
    }),
    (&["COU-002 B7", "PRE-001 B7"], |form| form.set("PIL-MOA", 'B', "à définir")),
    (&["COU-003 B8"], |form| form.set("PIL-EVA", 'B', "sans objet")),
    (&["COU-004 B8"], |form| form.set("PIL-EVA", 'B', "sans objet : école fermée en juin")),
    // ---- responsibility
    (&["RES-001 B8"], |form| form.set("PIL-EVA", 'B', "néant")),
    (&["RES-003 B8"], |form| form.set("PIL-EVA", 'B', "Mme Lenoir")),
    (&["RES-004 A8"], |form| {
        form.set("PIL-EVA", 'B', EMPTY);
        form.set("PIL-EVA", 'C', "Académie de Nantes");
    }),
    (&["RES-005 B8"], |form| {
        form.title('R', "RACI");
        form.set_all('R', "A");
        form.set("PIL-EVA", 'R', "R");
    }),
    (&["RES-006 B9"], |form| form.set("ACC-FOR", 'B', "ERUN")),
    (&["RES-010 B8"], |form| form.set("PIL-EVA", 'B', "Mairie de Plessis et Gaudin")),
    (&["RES-009 B9"], |form| form.set("ACC-FOR", 'B', "Circonscriptoin")),
    (&["RES-007 B8"], |form| {
        form.set("PIL-EVA", 'B', "Arboridée");
        form.set("PIL-EVA", 'D', "partiel");
        form.set("PIL-EVA", 'F', "enquête");
        form.set("PIL-EVA", 'G', "chaque mois");
    }),
    (&["RES-008 B13"], |form| form.set("ENT-EDI", 'B', "Éditeur Scolavai")),
    (&["RES-011 P19"], |form| {
        form.set("ADM-FON", 'H', "Mme Lenoir");
        form.set("ADM-FON", 'P', "31/08/2026");
    }),
    (&["RES-012 -"], |form| {
        for code in ["PIL-MOA", "PIL-EVA", "ACC-FOR", "ACC-DOC", "ACC-PEM", "ACC-ASS", "ADM-FON"] {
            form.set(code, 'H', "Mme Lenoir");
        }
    }),
    (&["RES-013 -"], |form| {
        for code in ["PIL-EVA", "ACC-FOR", "ACC-DOC", "ACC-PEM", "ACC-ASS", "ADM-FON", "ADM-TEC"] {
            form.set(code, 'B', "Mairie");
        }
    }),
    (&["RES-015 B17"], |form| form.set("MAT-PRC", 'B', "Circonscription")),
    // ---- internal or external
    (&["MOD-001 B8"], |form| form.set("PIL-EVA", 'D', EMPTY)),
    (&["MOD-002 B13"], |form| form.set("ENT-EDI", 'D', "internalisé")),
    (&["MOD-003 B8"], |form| {
        form.set("PIL-EVA", 'D', "externalisé");
        form.set("PIL-EVA", 'F', "enquête");
        form.set("PIL-EVA", 'G', "chaque mois");
    }),
    (&["MOD-005 D16"], |form| form.set("ENT-HEB", 'D', "extrenalisé")),
    (&["MOD-004 D8"], |form| form.set("PIL-EVA", 'D', "selon les cas")),
    // ---- the other columns
    (&["PRE-002 B16"], |form| form.set("ENT-HEB", 'G', EMPTY)),
    (&["PRE-003 B16"], |form| form.set("ENT-HEB", 'F', EMPTY)),
    (&["PRE-004 P16"], |form| form.set("ENT-HEB", 'P', "31/08/2026")),
    (&["PRE-005 P14"], |form| {
        // The mise en œuvre ends with the deployment: its contract may end too.
        form.set("ENT-MOE", 'P', "31/12/2026");
        form.set("ENT-MOE", 'Q', "non");
    }),
    (&["PRE-006 P16"], |form| form.set("ENT-HEB", 'P', "31/08/2025")),
    (&["DOC-001 B8"], |form| form.set("PIL-EVA", 'L', EMPTY)),
    (&["DOC-002 L8"], |form| form.set("PIL-EVA", 'L', "non")),
    (&["LOC-001 B18"], |form| form.set("MAT-FAI", 'J', EMPTY)),
    (&["LOC-002 J18"], |form| form.set("MAT-FAI", 'J', "académie")),
    (&["LOC-003 -"], |form| form.set_all('K', EMPTY)),
    (&["MOY-001 B16"], |form| form.set("ENT-HEB", 'M', EMPTY)),
    (&["MOY-002 M8"], |form| form.set("PIL-EVA", 'M', Value::Number(120.0))),
    (&["PER-001 B8"], |form| form.set("PIL-EVA", 'Q', EMPTY)),
    (&["PER-002 P16"], |form| form.set("ENT-HEB", 'P', "31/12/2026")),
    (&["PER-003 Q10"], |form| form.set("ACC-DOC", 'Q', "non")),
    (&["PER-004 Q18"], |form| form.set("MAT-FAI", 'Q', "non")),
    (&["COH-001 B15"], |form| form.set("ENT-MNT", 'B', "Intégrateur Orvane")),
];
