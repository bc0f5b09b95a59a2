import CaseCore

extension DeadlineReader {
  func reminders(_ reader: NodeReader, of deadline: [String]) -> [Deadline.Reminder] {
    let reminders = reader.oneOrMore().compactMap { item -> (Deadline.Reminder, path: [String])? in
      guard let group = item.group(["after", "to", "join"]) else { return nil }
      let roles = group.required("to")?.names() ?? []
      let joins = group.optional("join")?.oneOrMore().compactMap(TransitionPartReader().joinAtDeadline) ?? []
      return group.required("after")?.length().map { (.init(after: $0, roles: roles, joins: joins), item.path) }
    }
    let sorted = reminders.sorted { $0.0.after.roughHours < $1.0.after.roughHours }
    for (index, reminder) in sorted.enumerated() { moved[deadline + ["remind", "\(index)"]] = reminder.path }
    return sorted.map(\.0)
  }
}
