import WorkflowFiles

extension Scenario.Refused {
  /// Holds a refusal over HTTP against the one that a story expects.
  func check(_ refusal: CaseClient.Refused) throws(DemoFailure) {
    guard refusal.status == status else { throw DemoFailure("geweigerd \(refusal), en niet met \(status)") }
    for words in says where !refusal.detail.contains(words) {
      throw DemoFailure("geweigerd \(refusal), zonder te zeggen: \(words)")
    }
    if let fields, Set(fields) != refusal.fields {
      throw DemoFailure("geweigerd om \(refusal.fields.sorted()), en niet om \(fields.sorted())")
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
