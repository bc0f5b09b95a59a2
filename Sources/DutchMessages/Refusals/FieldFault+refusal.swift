public import CaseCore

extension FieldFault {
  public init(_ fault: Refusal.FieldFault) {
    self.init(field: fault.field, message: fault.fault.dutch, code: fault.code.rawValue)
  }

  static let noValidGround = "Voor deze opdracht is nu geen grondslag van kracht."
}

extension Refusal.FieldFault.Fault {
  fileprivate var dutch: String {
    switch self {
    case .value(let fault, let label): "\(label) \(fault.dutch)."
    case .unknownField: "Deze opdracht kent dit veld niet."
    case .unknownFields(let count): "Nog \(count) velden kent deze opdracht niet."
    case .groundMissing([]), .groundNotValid([]): FieldFault.noValidGround
    case .groundMissing(let grounds):
      "Noem de grondslag waarop de opdracht rust: \(grounds.joined(separator: ", "))."
    case .groundNotValid(let grounds):
      "Op deze grondslag kan de opdracht nu niet rusten; wel op: \(grounds.joined(separator: ", "))."
    case .unknownPart(let command): "«\(command)» kent dit onderdeel niet."
    case .partNotAsked(let command): "«\(command)» gaat over de casus zelf: noem geen onderdeel."
    case .partMissing(let command, []): "Noem het onderdeel waarover «\(command)» gaat."
    case .partMissing(let command, let known):
      "Noem het onderdeel waarover «\(command)» gaat: \(known.joined(separator: ", "))."
    }
  }
}
