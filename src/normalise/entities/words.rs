//! The words that tell something of a name without being one: links, legal forms, services, verbs, trade names.

/// Words without meaning of their own in the name of an entity.
pub(in crate::normalise) const LINKS: [&str; 39] = [
    "idem", "de", "du", "des", "d", "l", "la", "le", "les", "un", "une", "aux", "au", "a", "et", "en",
    "pour", "par", "sur", "c", "est", "ce", "sont", "notre", "nos", "votre", "leur", "leurs", "via", "chez",
    "plutot", "toujours", "qui", "s", "son", "sa", "avec", "mon", "ma",
];

/// Legal forms: they tell a company, and distinguish none from another.
pub(in crate::normalise) const FORMS: [&str; 14] = [
    "sarl",
    "sas",
    "sasu",
    "sa",
    "eurl",
    "scop",
    "scic",
    "snc",
    "ei",
    "eirl",
    "ste",
    "societe",
    "association",
    "asso",
];

/// Words of a public service that distinguish no body: « services de la mairie » is the mairie.
pub(in crate::normalise) const SERVICE_WORDS: [&str; 12] = [
    "service",
    "services",
    "equipe",
    "equipes",
    "municipal",
    "municipale",
    "municipaux",
    "scolaire",
    "informatique",
    "numerique",
    "direction",
    "pole",
];

/// Verbs of which an answer's subject is who answers.
pub(super) const VERBS: [&str; 20] = [
    "vient",
    "viennent",
    "intervient",
    "interviennent",
    "passe",
    "passent",
    "gere",
    "gerent",
    "assure",
    "assurent",
    "aide",
    "aident",
    "prend",
    "prennent",
    "fournit",
    "fournissent",
    "accompagne",
    "accompagnent",
    "deplace",
    "deplacent",
];

/// Words before « nous » that make us somebody who answers: « la mairie et nous ».
pub(super) const JOINS: [&str; 12] =
    ["et", "ou", "avec", "par", "pour", "chez", "de", "a", "puis", "plus", "c", "est"];
/// Things bought from a company, which a body may own: « la fibre de la mairie ».
pub(super) const OWNED: [&str; 2] = ["fibre", "adsl"];
/// Names of products, which the word of a type begins: « École Directe » is what a company sells, and no school.
pub(super) const TRADE_NAMES: [&[&str]; 1] = [&["ecole", "directe"]];
