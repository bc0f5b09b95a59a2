import WorkflowFiles

extension Scenario.Refused {
  /// Holds a refusal against the one that a story expects.
  func check(_ refusal: CommandAnswer.Refused) throws(DemoFailure) {
    guard refusal.status == status, refusal.code == kind.rawValue else {
      throw DemoFailure("refused \(refusal) by «\(refusal.code)», and not with \(status) by «\(kind.rawValue)»")
    }
    for words in says where !refusal.detail.contains(words) {
      throw DemoFailure("refused \(refusal), without saying: \(words)")
    }
    if let fields, Set(fields) != refusal.fields {
      throw DemoFailure("refused for \(refusal.fields.sorted()), and not for \(fields.sorted())")
    }
  }

  private var status: Int {
    switch kind {
    case .unknownCommand, .invalid: 400
    case .notEntitled: 403
    case .unknownCase: 404
    case .notNow: 409
    case .stale: 412
    }
  }
}
