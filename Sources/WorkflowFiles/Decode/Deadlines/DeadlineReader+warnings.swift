import CaseCore

extension DeadlineReader {
  /// In order of time, whatever the order in the file.
  func warnings(_ reader: NodeReader, of deadline: [String]) -> [Deadline.Warning] {
    let warnings = reader.oneOrMore().compactMap { item -> (Deadline.Warning, path: [String])? in
      guard let group = item.group(["before", "to"]) else { return nil }
      let roles = group.required("to")?.names() ?? []
      return group.required("before")?.length().map { (.init(before: $0, roles: roles), item.path) }
    }
    let sorted = warnings.sorted { $0.0.before.roughHours > $1.0.before.roughHours }
    for (index, warning) in sorted.enumerated() { moved[deadline + ["warn", "\(index)"]] = warning.path }
    return sorted.map(\.0)
  }
}
