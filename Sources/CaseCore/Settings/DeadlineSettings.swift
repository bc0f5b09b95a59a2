public import OrderedCollections

/// What administrators have set: deadlines that differ from the workflow, and the calendars by which terms are counted.
///
/// It is a value. Each approved proposal makes a new one with the next revision. A case follows its workflow as
/// ``adjust(_:region:caseType:)`` returns it for the region and the type of the case.
public struct DeadlineSettings: Hashable, Sendable {
  /// A setting, and the revision in which it was made.
  public struct Setting: Hashable, Sendable {
    public var value: DeadlineSetting
    public var since: Int64
  }

  /// The number of approved proposals.
  public internal(set) var revision: Int64 = 0
  /// When the last of them was approved; `nil` when there was none, and while they are only proposed.
  public internal(set) var approvedAt: Instant?
  public internal(set) var settings: OrderedDictionary<SettingPlace, Setting> = [:]
  /// The days on which the organisations that use a calendar are closed, by the name of the calendar.
  public internal(set) var closures: OrderedDictionary<String, [WorkCalendar.SpecialDay]> = [:]
  /// The decreed days that all calendars have.
  public internal(set) var common: WorkCalendar
  private var calendars: [String: WorkCalendar] = [:]

  /// No settings.
  /// - Parameter calendar: the decreed days that are known from the start.
  public init(calendar: WorkCalendar = .standard) { common = calendar }

  /// The calendar with this name; the common one for `nil` and for an unknown name.
  public func calendar(_ name: String?) -> WorkCalendar { name.flatMap { calendars[$0] } ?? common }

  /// Makes the calendars anew from their days. Their versions name what they are based on.
  mutating func renewCalendars() {
    calendars = Dictionary(
      uniqueKeysWithValues: closures.map { name, days in
        let calendar = WorkCalendar(
          version: "\(common.version)/\(name)-\(revision)",
          equatedDays: common.equatedDays,
          closureDays: days,
          completeYears: common.completeYears
        )
        return (name, calendar)
      }
    )
  }

  /// The settings for cases of this region and type, the widest first.
  func settings(of workflow: String, region: String, caseType: String?) -> [(SettingPlace, Setting)] {
    settings.filter { $0.key.workflow == workflow && $0.key.includes(region: region, caseType: caseType) }
      .map { ($0.key, $0.value) }.sorted { $0.0.weight < $1.0.weight }
  }

  /// The workflow for cases of this region and type. A setting for a deadline that this version does not have is ignored.
  public func adjust(_ workflow: Workflow, region: String, caseType: String?) -> Workflow {
    // What cannot be counted was refused when it was proposed; a version in which it cannot be set keeps its own value.
    adjust(workflow, region: region, caseType: caseType) { _, _ in }
  }

  /// - Parameter onFault: called with what cannot be set.
  func adjust(
    _ workflow: Workflow,
    region: String?,
    caseType: String?,
    onFault: (SettingPlace, DeadlineError) -> Void
  ) -> Workflow {
    let settings = named(settings(of: workflow.key, region: region ?? "", caseType: caseType), in: workflow)
    guard !settings.isEmpty else { return workflow }
    var adjusted = workflow
    for (place, setting) in settings {
      guard let deadline = place.deadline else {
        for machine in workflow.machines.keys {
          for name in adjusted.machines[machine]?.deadlines.keys ?? [] {
            adjusted.machines[machine]?.deadlines[name]?.calendar = setting.value.calendar
          }
        }
        continue
      }
      do throws(DeadlineError) {
        try adjusted.machines[deadline.machine]?.deadlines[deadline.name]?.apply(setting)
      } catch { onFault(place, error) }
    }
    for (place, _) in settings {
      guard let deadline = place.deadline, isOff(deadline, in: settings) else { continue }
      adjusted.machines[deadline.machine]?.deadlines[deadline.name] = nil
    }
    return adjusted
  }

  /// A setting for a former name of a deadline is one for its present name, and one that was made for that goes before it.
  private func named(_ settings: [(SettingPlace, Setting)], in workflow: Workflow) -> [(SettingPlace, Setting)] {
    let former = settings.compactMap { place, setting -> (SettingPlace, Setting)? in
      guard let deadline = place.deadline, let present = workflow.present(deadline), present != deadline else {
        return nil
      }
      var place = place
      place.deadline = present
      return (place, setting)
    }
    guard !former.isEmpty else { return settings }
    let own = settings.filter { $0.0.deadline.map { workflow.present($0) == $0 } ?? true }
    let all = (former + own).enumerated().sorted { one, other in
      (one.element.0.weight, one.offset) < (other.element.0.weight, other.offset)
    }
    return all.map(\.element)
  }

  /// The narrowest setting that says whether it is on decides.
  private func isOff(_ deadline: SettingPlace.Deadline, in settings: [(SettingPlace, Setting)]) -> Bool {
    settings.last { $0.0.deadline == deadline && $0.1.value.isOff != nil }?.1.value.isOff ?? false
  }
}

extension Deadline {
  /// The reminders of a setting. Who becomes a party, the workflow says: each lets in whom the workflow's own reminder of that number lets
  /// in, and those that the setting lacks stay when they let somebody in, for otherwise nobody would come who can act.
  private func reminding(_ set: [Reminder]) -> [Reminder] {
    let own = set.enumerated().map { index, reminder in
      Reminder(
        after: reminder.after,
        roles: reminder.roles,
        joins: reminders.indices.contains(index) ? reminders[index].joins : []
      )
    }
    return own + reminders.dropFirst(set.count).filter { !$0.joins.isEmpty }
  }

  /// - Throws: when the kind cannot count the length; the term then stays as it was.
  fileprivate mutating func apply(_ setting: DeadlineSettings.Setting) throws(DeadlineError) {
    let value = setting.value
    warnings = value.warnings ?? warnings
    roles = value.roles ?? roles
    reminders = value.reminders.map(reminding) ?? reminders
    calendar = value.calendar ?? calendar
    guard case .length(let rule) = term, value.length != nil || value.kind != nil else { return }
    let set = try DeadlineRule(length: value.length ?? rule.length, kind: value.kind ?? rule.kind)
    if set == rule { return }
    term = .length(set)
    setBy.append(setting.since)
  }
}
