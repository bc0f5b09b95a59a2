/// The code by which a program distinguishes refusals. A code never changes; `docs/refusals.md` has them all.
public enum RefusalCode: String, CaseIterable, Sendable {
  // Kinds of refusal.
  case unknownCase = "unknown-case"
  case unknownCommand = "unknown-command"
  case notEntitled = "not-entitled"
  case insufficientAuthentication = "insufficient-authentication"
  case invalid
  case stale
  case notNow = "not-now"

  // Rules that forbid it at present. The code of a guard is followed by the place of the guard.
  case `guard`
  case notInState = "not-in-state"
  case caseClosed = "case-closed"
  case tooManyParts = "too-many-parts"
  case noVote = "no-vote"
  case alreadyDecided = "already-decided"
  case recused
  case samePerson = "same-person"
  case sameOrganisation = "same-organisation"
  case notAmongVoters = "not-among-voters"
  case deadlineNotRunning = "deadline-not-running"
  case deadlineSuspended = "deadline-suspended"
  case deadlineNotSuspended = "deadline-not-suspended"
  case deadlinePassed = "deadline-passed"
  case deadlineNotCountable = "deadline-not-countable"
  case extensionLimit = "extension-limit"
  case roleVacant = "role-vacant"
  case noValidGround = "no-valid-ground"
  case nothingToName = "nothing-to-name"
  case vouchedNotAccepted = "vouched-not-accepted"
  case referenceDoesNotTake = "reference-does-not-take"

  // Faults of a field.
  case required
  case requiredHere = "required-here"
  case notText = "not-text"
  case empty
  case tooLong = "too-long"
  case notOneLine = "not-one-line"
  case controlCharacter = "control-character"
  case writingDirection = "writing-direction"
  case invisibleCharacter = "invisible-character"
  case citizenNumber = "citizen-number"
  case notDate = "not-date"
  case inFuture = "in-future"
  case notInFuture = "not-in-future"
  case tooFarAhead = "too-far-ahead"
  case notNumber = "not-number"
  case belowMinimum = "below-minimum"
  case aboveMaximum = "above-maximum"
  case notAnOption = "not-an-option"
  case unknownOrganisation = "unknown-organisation"
  case organisationWithoutRole = "organisation-without-role"
  /// Also a rule: of an organisation that a command lets take part, and no field names.
  case conditionMissing = "condition-missing"
  case unknownPart = "unknown-part"
  case partNotInState = "part-not-in-state"
  case unknownOtherCase = "unknown-other-case"
  case otherCaseNotInState = "other-case-not-in-state"
  case notList = "not-list"
  case wrongCount = "wrong-count"
  case unknownField = "unknown-field"
  case partMissing = "part-missing"
  case partNotAsked = "part-not-asked"
  case groundMissing = "ground-missing"
  case groundNotValid = "ground-not-valid"
}
