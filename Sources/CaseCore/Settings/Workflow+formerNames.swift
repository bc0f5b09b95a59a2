import OrderedCollections

extension Workflow {
  /// The deadline that has this name, or had it; `nil` when there is none.
  func present(_ deadline: SettingPlace.Deadline) -> SettingPlace.Deadline? {
    let key = machines[deadline.machine] == nil ? machines.first { $1.was == deadline.machine }?.key : deadline.machine
    guard let key, let deadlines = machines[key]?.deadlines else { return nil }
    let name = deadlines[deadline.name] == nil ? deadlines.first { $1.was == deadline.name }?.key : deadline.name
    return name.map { .init($0, of: key) }
  }
}
