import WorkflowFiles

extension Scenario.Refused {
  /// Holds a refusal over HTTP against the one that a story expects.
  func check(_ refusal: CaseClient.Refused) throws(DemoFailure) {
    guard refusal.status == status else { throw DemoFailure("refused \(refusal), and not with \(status)") }
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
