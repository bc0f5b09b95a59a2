/// Why a field does not accept a value. It never holds the value.
public indirect enum ValueFault: Error, Hashable, Sendable {
  case required
  /// It is required here, because of what these are: the labels of fields, grounds and facts.
  case requiredHere([String])
  case notText
  case text(TextFault)
  /// It holds what can be a burgerservicenummer, and says who a case is about.
  case citizenNumber
  case notDate
  case inFuture
  case notInFuture
  /// It is further than this after today.
  case tooFarAhead(Length)
  case notNumber
  case belowMinimum(Int64)
  case aboveMaximum(Int64)
  /// It is not one of these keys.
  case notAnOption([String])
  case unknownOrganisation
  /// The organisation has none of these roles.
  case organisationWithoutRole([String])
  /// The organisation does not meet the condition with this label today, which each of the roles asks that it has.
  case conditionMissing(String)
  /// It is not a child of this machine.
  case unknownPart(machine: String)
  /// The child is in none of these states.
  case partNotInState([String])
  /// It is no other case of this workflow that the sender may know of.
  case unknownOtherCase(workflow: String)
  /// The other case is in none of these states.
  case otherCaseNotInState([String])
  case notList
  case wrongCount(ClosedRange<Int>)
  /// An item of a list, counted from 1.
  case item(Int, ValueFault)

  public var code: RefusalCode {
    switch self {
    case .required: .required
    case .requiredHere: .requiredHere
    case .notText: .notText
    case .text(let fault): fault.code
    case .citizenNumber: .citizenNumber
    case .notDate: .notDate
    case .inFuture: .inFuture
    case .notInFuture: .notInFuture
    case .tooFarAhead: .tooFarAhead
    case .notNumber: .notNumber
    case .belowMinimum: .belowMinimum
    case .aboveMaximum: .aboveMaximum
    case .notAnOption: .notAnOption
    case .unknownOrganisation: .unknownOrganisation
    case .organisationWithoutRole: .organisationWithoutRole
    case .conditionMissing: .conditionMissing
    case .unknownPart: .unknownPart
    case .partNotInState: .partNotInState
    case .unknownOtherCase: .unknownOtherCase
    case .otherCaseNotInState: .otherCaseNotInState
    case .notList: .notList
    case .wrongCount: .wrongCount
    case .item(_, let fault): fault.code
    }
  }
}

extension TextFault {
  fileprivate var code: RefusalCode {
    switch self {
    case .empty: .empty
    case .tooLong: .tooLong
    case .manyLines: .notOneLine
    case .control: .controlCharacter
    case .direction: .writingDirection
    case .unseen: .invisibleCharacter
    }
  }
}
