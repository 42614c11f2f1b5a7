//! What a person may be allowed to do.

/// Something that needs a decision. What it is used on is part of it.
#[derive(Debug, Clone)]
pub enum Power {
    /// The first run; allowed while there is no realm.
    SetUp,
    ManageUnits,
    ManagePeople,
    /// Give people roles and take them back.
    GiveRoles,
    ManageCampaigns,
    /// The realm's name, contact, words and rules.
    ManageRealm,
    /// Write, sign and publish bulletins.
    WriteBulletin,
    /// Give a person (by id) a one-time code.
    Invite(String),
    GiveToken(String),
    /// Use an invitation: whoever holds the code.
    Claim,
    /// One's own access and sessions.
    OwnAccess,
    /// Record in a unit, in the name of a person.
    Record {
        unit: String,
        recorder: String,
        day: String,
    },
    /// Record several at once in a unit, each in somebody's name on a day: what [`Power::Record`] allows for every one of them.
    RecordAll {
        unit: String,
        deeds: Vec<(String, String)>,
    },
    /// Open the desk where chats and sheets are pasted.
    Paste,
    Correct(String),
    Withdraw(String),
    StrikeOut(String),
    Check(String),
    /// Draw again who asks the other side of a deed (by id).
    DrawCaller(String),
    /// Print a slip for a deed (by id) that the other side confirms: whoever may check it.
    PrintSlip(String),
    /// Answer a slip (by id): whoever holds its code, which is looked at before; not the helper's side.
    Confirm(String),
    Resolve(String),
    PutFile,
    ReadPerson(String),
    /// See who has access in a unit.
    SeeAccess(String),
    /// Look people up; whom is limited by the roles' units.
    SeePeople,
    ImportDeeds,
    /// See how long reporting takes, of all people together.
    SeeTimeAsked,
    /// See a campaign's units side by side.
    SeeBoard,
    ImportGroups,
    /// See how a unit stands: three sentences and who needs help.
    SeeOverview(String),
    /// Give one-time codes to those of a unit who cannot sign in.
    InviteUnit(String),
    /// Give a person (by id) a post in a unit, or end what they have when it is empty.
    MovePerson {
        person: String,
        unit: String,
    },
    /// Say what a person (by id) is called in chats.
    NamePerson(String),
    /// Change a unit; `to` is the other unit it goes below or into, or empty.
    ChangeUnit {
        unit: String,
        to: String,
    },
    /// Make a group of a kind that belongs to a unit.
    MakeGroup {
        kind: String,
        unit: String,
    },
    KeepGroup(String),
    /// See who read whose file; whose is limited by the roles' units.
    SeeReadings,
    /// Take a person's (by id) personal values out for good.
    ErasePerson(String),
    /// Take a deed's personal values out for good.
    EraseDeed(String),
    /// See who is in a group.
    SeeGroup(String),
    /// Announce, freeze, close or drop a spot check of a campaign (by id).
    Draw(String),
    /// Enter the public number of a draw (by id).
    EnterNumber(String),
    /// See a unit's households (by its code), or with nothing those one is responsible for.
    SeeHouseholds(String),
    /// Open a household's file in a unit.
    OpenHousehold(String),
    /// Read a household's file (by id).
    ReadHousehold(String),
    /// Write in a household's file.
    KeepHousehold(String),
    /// Hand a household's own file to who it is about.
    HandOut(String),
    /// See the year's list of who read data of minors.
    AuditMinors,
    /// To find whose personal values are to be taken out, by code or number.
    SeekErasure,
    /// Write down a visit to a household.
    VisitHousehold(String),
    /// Say who is responsible for a household.
    PairHousehold(String),
    /// Say who is responsible for a unit's households, all at once.
    PairUnit(String),
    ImportHouseholds,
    /// Take a household's personal values out for good.
    EraseHousehold(String),
    /// See a unit's needs (by its code), or with nothing those one raised or owns.
    SeeNeeds(String),
    /// Write down a need in a unit, of a household (by code) or of nobody who has a file.
    RaiseNeed {
        unit: String,
        household: String,
    },
    /// Open a need (by id).
    ReadNeed(String),
    /// Give a need to somebody, solve it, let it go.
    KeepNeed(String),
    /// Open a need again that was solved or let go.
    ReopenNeed(String),
    /// Take a need's personal values out for good.
    EraseNeed(String),
    /// See a unit's rosters (by its code), or with nothing those on which one serves somebody.
    SeeRosters(String),
    /// Set a roster up in a unit.
    MakeRoster(String),
    /// Open a roster (by id).
    ReadRoster(String),
    /// Change a roster, put subjects on it, end them, say who serves them.
    KeepRoster(String),
    /// Write down a service to a subject (by id), and see it whole.
    ServeSubject(String),
    /// Take a subject's personal values out for good.
    EraseSubject(String),
    ImportSubjects,
    /// Write down what was found of a drawn record (by the drawn row's id).
    VisitDrawn(String),
}

impl Power {
    /// Its word in the log.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Power::SetUp => "set-up",
            Power::ManageUnits => "manage-units",
            Power::ManagePeople => "manage-people",
            Power::GiveRoles => "give-roles",
            Power::ManageCampaigns => "manage-campaigns",
            Power::ManageRealm => "manage-realm",
            Power::WriteBulletin => "write-bulletin",
            Power::Invite(_) => "invite",
            Power::GiveToken(_) => "give-token",
            Power::Claim => "claim",
            Power::OwnAccess => "own-access",
            Power::Record { .. } | Power::RecordAll { .. } => "record",
            Power::Paste => "paste",
            Power::Correct(_) => "correct",
            Power::Withdraw(_) => "withdraw",
            Power::StrikeOut(_) => "strike-out",
            Power::Check(_) => "check",
            Power::DrawCaller(_) => "draw-caller",
            Power::PrintSlip(_) => "print-slip",
            Power::Confirm(_) => "confirm",
            Power::Resolve(_) => "resolve",
            Power::PutFile => "put-file",
            Power::ReadPerson(_) => "read-person",
            Power::SeeAccess(_) => "see-access",
            Power::SeePeople => "see-people",
            Power::ImportDeeds => "import-deeds",
            Power::SeeTimeAsked => "see-time-asked",
            Power::SeeBoard => "see-board",
            Power::SeeOverview(_) => "see-overview",
            Power::ImportGroups => "import-groups",
            Power::InviteUnit(_) => "invite-unit",
            Power::MovePerson { .. } => "move-person",
            Power::NamePerson(_) => "name-person",
            Power::ChangeUnit { .. } => "change-unit",
            Power::MakeGroup { .. } => "make-group",
            Power::KeepGroup(_) => "keep-group",
            Power::SeeGroup(_) => "see-group",
            Power::SeeReadings => "see-readings",
            Power::ErasePerson(_) => "erase-person",
            Power::EraseDeed(_) => "erase-deed",
            Power::Draw(_) => "draw",
            Power::EnterNumber(_) => "enter-number",
            Power::VisitDrawn(_) => "visit-drawn",
            Power::SeeHouseholds(_) => "see-households",
            Power::OpenHousehold(_) => "open-household",
            Power::ReadHousehold(_) => "read-household",
            Power::KeepHousehold(_) => "keep-household",
            Power::HandOut(_) => "hand-out",
            Power::AuditMinors => "audit-minors",
            Power::SeekErasure => "seek-erasure",
            Power::VisitHousehold(_) => "visit-household",
            Power::PairHousehold(_) => "pair-household",
            Power::PairUnit(_) => "pair-unit",
            Power::ImportHouseholds => "import-households",
            Power::EraseHousehold(_) => "erase-household",
            Power::SeeNeeds(_) => "see-needs",
            Power::RaiseNeed { .. } => "raise-need",
            Power::ReadNeed(_) => "read-need",
            Power::KeepNeed(_) => "keep-need",
            Power::ReopenNeed(_) => "reopen-need",
            Power::EraseNeed(_) => "erase-need",
            Power::SeeRosters(_) => "see-rosters",
            Power::MakeRoster(_) => "make-roster",
            Power::ReadRoster(_) => "read-roster",
            Power::KeepRoster(_) => "keep-roster",
            Power::ServeSubject(_) => "serve-subject",
            Power::EraseSubject(_) => "erase-subject",
            Power::ImportSubjects => "import-subjects",
        }
    }

    /// Whether it may be a stranger's: for the others a stranger is turned away before the transaction.
    pub fn is_anyones(&self) -> bool {
        matches!(self, Power::SetUp | Power::Claim | Power::Confirm(_))
    }
}
