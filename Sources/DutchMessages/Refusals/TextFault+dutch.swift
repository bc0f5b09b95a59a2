public import CaseCore

extension TextFault {
  /// As the end of a sentence that begins with the name of the text.
  public var dutch: String {
    switch self {
    case .empty: "mag niet leeg zijn"
    case .tooLong(let maximum): "mag hoogstens \(maximum) tekens lang zijn"
    case .manyLines: "moet op één regel staan"
    case .control: "mag geen besturingstekens hebben"
    case .direction: "mag geen tekens hebben die de schrijfrichting omkeren"
    case .unseen: "mag alleen tekens hebben die te zien zijn, en geen spatie aan het begin of het eind"
    }
  }
}

extension Organisation.Fault {
  public var dutch: String { "\(part.dutch) \(fault.dutch)." }
}

extension Organisation.Fault.Part {
  fileprivate var dutch: String {
    switch self {
    case .name: "De naam"
    case .region: "De regio"
    case .role: "Een rol"
    }
  }
}
