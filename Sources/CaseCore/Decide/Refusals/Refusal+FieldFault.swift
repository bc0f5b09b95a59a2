extension Refusal {
  /// A fault in one field of a command, or in what accompanies its fields.
  public struct FieldFault: Error, Hashable, Sendable {
    /// The key of the field, as the sender wrote it.
    public var field: String
    public var fault: Fault

    public init(field: String, fault: Fault) {
      self.field = field
      self.fault = fault
    }

    public var code: RefusalCode { fault.code }
  }
}

extension Refusal.FieldFault {
  public enum Fault: Hashable, Sendable {
    /// The value of the field with this label.
    case value(ValueFault, label: String)
    case unknownField
    /// The number of further fields that the command does not know.
    case unknownFields(Int)
    /// The sender has to name one of these grounds.
    case groundMissing([String])
    /// One of these grounds is valid, and the one that was named is not.
    case groundNotValid([String])
    case unknownPart(command: String)
    /// The command is about the case itself.
    case partNotAsked(command: String)
    /// The sender has to name a part; `known` are those that it may know of.
    case partMissing(command: String, known: [String])

    public var code: RefusalCode {
      switch self {
      case .value(let fault, _): fault.code
      case .unknownField, .unknownFields: .unknownField
      case .groundMissing: .groundMissing
      case .groundNotValid: .groundNotValid
      case .unknownPart: .unknownPart
      case .partNotAsked: .partNotAsked
      case .partMissing: .partMissing
      }
    }
  }
}
