//! Thresholds of the rules that count: how long before its end a contract is told, how many competences in one hand
//! are worth a line. `[seuils]` in the configuration moves them.

/// From which figures on a rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// A contract that ends within so many days of the run's date is ending: a quarter leaves time for a new one.
    pub contract_days: u32,
    /// A person named for more competences than this in one inventory holds many: nearly half of fourteen.
    pub person_competences: u32,
    /// An entity responsible for more competences than this in one inventory holds many: nearly two thirds.
    pub entity_competences: u32,
    /// A third party responsible in more than so many percent of the schools is one that the académie relies on.
    pub third_party_percent: u32,
    /// Full-time equivalents beyond which a competence of a school was surely given something else (hours, euros).
    pub full_time: u32,
    /// Euros a year beyond which the cost of a competence surely isn't one school's.
    pub cost: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            contract_days: 90,
            person_competences: 6,
            entity_competences: 9,
            third_party_percent: 50,
            full_time: 50,
            cost: 10_000_000,
        }
    }
}

/// A threshold that the configuration may move.
pub struct Threshold {
    /// Its key in `[seuils]`.
    pub key: &'static str,
    /// The most that it may be set to.
    pub most: u32,
    /// Reads it.
    pub get: fn(&Thresholds) -> u32,
    /// Sets it.
    pub set: fn(&mut Thresholds, u32),
}

/// Every threshold, in the order in which the configuration prints them.
pub const THRESHOLDS: [Threshold; 6] = [
    Threshold {
        key: "fin_de_contrat_jours",
        most: 3_650,
        get: |thresholds| thresholds.contract_days,
        set: |thresholds, days| thresholds.contract_days = days,
    },
    Threshold {
        key: "cumul_personne",
        most: 1_000,
        get: |thresholds| thresholds.person_competences,
        set: |thresholds, number| thresholds.person_competences = number,
    },
    Threshold {
        key: "cumul_entite",
        most: 1_000,
        get: |thresholds| thresholds.entity_competences,
        set: |thresholds, number| thresholds.entity_competences = number,
    },
    Threshold {
        key: "part_tiers",
        most: 100,
        get: |thresholds| thresholds.third_party_percent,
        set: |thresholds, percent| thresholds.third_party_percent = percent,
    },
    Threshold {
        key: "etp_max",
        most: 100_000,
        get: |thresholds| thresholds.full_time,
        set: |thresholds, number| thresholds.full_time = number,
    },
    Threshold {
        key: "cout_max",
        most: 1_000_000_000,
        get: |thresholds| thresholds.cost,
        set: |thresholds, euros| thresholds.cost = euros,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_threshold_is_read_back_and_alone() {
        for threshold in &THRESHOLDS {
            let mut thresholds = Thresholds::default();
            (threshold.set)(&mut thresholds, 77);
            assert_eq!((threshold.get)(&thresholds), 77, "{}", threshold.key);
            let moved = THRESHOLDS.iter().filter(|other| (other.get)(&thresholds) == 77).count();
            assert_eq!(moved, 1, "{}", threshold.key);
        }
    }
}
