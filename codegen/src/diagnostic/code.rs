//! The catalogue of diagnostic codes. Each has a stable id and a page in `explain/` that explains it.

use std::fmt;

/// Whether a diagnostic stops the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Stops the generator: no file is written.
    Error,
    /// Does not stop the generator.
    Warning,
}

macro_rules! codes {
    (
        errors { $($error:ident = $error_id:literal,)* }
        lints { $($lint:ident = $lint_id:literal,)* }
        always { $($always:ident = $always_id:literal,)* }
    ) => {
        codes! { $($error = $error_id,)* $($lint = $lint_id,)* $($always = $always_id,)* }

        impl Code {
            /// The ids of the warnings that a file can allow.
            pub const LINTS: &'static [&'static str] = &[$($lint_id,)*];
        }
    };
    ($($name:ident = $id:literal,)*) => {
        /// A kind of diagnostic. The ids are stable: the id of a removed code is never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(
                #[doc = include_str!(concat!("explain/", $id, ".md"))]
                $name,
            )*
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable id, such as `E006`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// The page that explains the code, in Markdown. Its first line is a heading: `# E006: …`.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("explain/", $id, ".md")),)* }
            }
        }
    };
}

codes! {
    errors {
        NotUtf8 = "E001",
        Yaml = "E002",
        DuplicateKey = "E003",
        YamlFeature = "E004",
        TooDeep = "E005",
        UnknownKey = "E006",
        MissingKey = "E007",
        WrongType = "E008",
        UnknownWord = "E009",
        BadName = "E010",
        NameClash = "E011",
        UnknownType = "E012",
        MisplacedFile = "E013",
        BadRoute = "E014",
        BadDate = "E015",
        BadUrl = "E016",
        UnknownField = "E017",
        LimitType = "E018",
        BadLimit = "E019",
        BadCondition = "E020",
        FieldKind = "E021",
        KeyDoesNotFit = "E022",
        BadParameter = "E023",
        BadChoice = "E024",
        BadEnumValue = "E025",
        BadDerivation = "E026",
        UnknownErrorCode = "E027",
        ErratumPath = "E028",
        ErratumStale = "E029",
        ErratumAccepts = "E030",
        ExampleMissing = "E031",
        ExampleNotJson = "E032",
        ExampleMisfit = "E033",
        ExampleUnused = "E034",
        EnvelopeClash = "E035",
        EndlessType = "E036",
        BadPaging = "E037",
        BadDefault = "E038",
        TooManyMembers = "E039",
        ErratumSays = "E040",
        TooLarge = "E041",
        BadGrant = "E042",
        NameReused = "E043",
        TypesTooDeep = "E044",
        BadAddition = "E046",
        ExampleNotWrong = "E045",
        BadEvent = "E050",
        BadFile = "E051",
        BadFacts = "E052",
        FactContradicted = "E053",
        FactUnmet = "E054",
        FactMissing = "E055",
        SentenceUnread = "E056",
        ErratumWithoutFact = "E057",
        ErratumFact = "E058",
        Todo = "E059",
        NotMissing = "E060",
        UnknownCredential = "E061",
    }
    lints {
        UnusedType = "W001",
        UnusedErrorCode = "W002",
        LimitsConflict = "W003",
        ImpossibleValue = "W004",
        RulesConflict = "W005",
        PointlessLimit = "W006",
        PointlessRule = "W007",
        LabelTwice = "W008",
        ClosedReply = "W009",
        NoExample = "W010",
        NoErrorCodes = "W011",
        EndpointsMissing = "W012",
        UnexplainedField = "W013",
        UnexercisedField = "W014",
        SaidTwice = "W015",
        DeadReplacement = "W016",
        NamesAlike = "W017",
        CutText = "W020",
        UnusedCredential = "W021",
    }
    always {
        StaleAllow = "W018",
        EditorLine = "W019",
    }
}

impl Code {
    /// The code with this id, in upper or lower case, with or without leading zeros: `E012`, `e12`.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        let number = id.get(1..)?.parse::<u16>().ok()?;
        let id = format!("{}{number:03}", &id[..1]);
        Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(&id))
    }

    /// The heading of the explanation, which summarizes it.
    #[must_use]
    pub fn summary(self) -> &'static str {
        let heading = self.explanation().lines().next().unwrap_or_default();
        heading.split_once(": ").map_or(heading, |(_, summary)| summary)
    }

    /// Whether the code is an error or a warning, as the letter of its id says.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.id().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
