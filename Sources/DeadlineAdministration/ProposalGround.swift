import CaseCore

/// What a proposal is held against, read at one moment and proved without holding anything up.
struct ProposalGround: Sendable {
  /// By what it is told, when the proposal is recorded, that it was held against what is so by then.
  struct Mark: Sendable, Hashable {
    /// Revisions of the settings and of the directory.
    var deadlineSettings: Int64
    var directory: Int64
    /// Keys and numbers of the versions that cases follow, or will.
    var versions: [[String]]
    var today: CivilDate
  }

  var mark: Mark
  var standing: SettingsService.Standing
  var administrator: Administrator
  var surroundings: DeadlineSettings.Surroundings
}
