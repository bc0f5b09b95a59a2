import OrderedCollections

/// A version of a workflow with the settings for cases of one region and one type.
public struct AdjustedWorkflow: Sendable {
  /// Everything in the settings that the rules for a workflow depend on. Two versions with the same form have the same
  /// faults, so a form is proved once: a length is only compared with a legal maximum, the warnings before it and the unit
  /// of an extension.
  public struct Form: Hashable, Sendable {
    var workflow: String
    var version: String
    /// The deadlines that are set; `nil` for one that is left out.
    var deadlines: [SettingPlace.Deadline: DeadlineForm?]

    /// Sound if and only if this form is: no rule depends on the number or order of warnings and reminders, but the path of
    /// a fault contains their index.
    public var unordered: Form {
      var form = self
      form.deadlines = deadlines.mapValues { $0?.unordered }
      return form
    }
  }

  struct DeadlineForm: Hashable, Sendable {
    var unit: Length.Unit?
    var kind: DeadlineKind?
    var isLongerThanAllowed = false
    /// The warnings, each with whether it would come before the start.
    var warned: [Notice]
    var notified: [String]
    var reminded: [Notice]

    struct Notice: Hashable, Sendable {
      var isEarly = false
      var roles: [String]
    }
  }

  public let form: Form
  let workflow: Workflow

  init(_ workflow: Workflow, of published: Workflow) {
    self.workflow = workflow
    var deadlines: [SettingPlace.Deadline: DeadlineForm?] = [:]
    for (key, machine) in published.machines {
      for (name, deadline) in machine.deadlines {
        let set = workflow.machines[key]?.deadlines[name]
        if set != deadline { deadlines[.init(name, of: key)] = .some(set.map(DeadlineForm.init)) }
      }
    }
    form = Form(workflow: published.key, version: published.version, deadlines: deadlines)
  }

  /// The faults by all the rules for a workflow file. It takes some hundredths of a second for a large workflow.
  public func faults() -> [WorkflowFault] { workflow.faults() }

  /// Whether cases of both have the same deadlines; where the lengths come from does not count.
  func counts(as other: AdjustedWorkflow) -> Bool { plain == other.plain }

  private var plain: [[Deadline]] {
    workflow.machines.values.map { machine in
      machine.deadlines.values.map { deadline in
        var deadline = deadline
        (deadline.source, deadline.setBy) = ("", [])
        return deadline
      }
    }
  }
}

extension AdjustedWorkflow.DeadlineForm {
  fileprivate init(_ deadline: Deadline) {
    var length: Length?
    if case .length(let rule) = deadline.term {
      length = rule.length
      unit = rule.length.unit
      kind = rule.kind
      isLongerThanAllowed = deadline.maximum.map { rule.length.isLonger(than: $0.length) } ?? false
    }
    warned = deadline.warnings.map { warning in
      Notice(isEarly: length.map { !$0.isLonger(than: warning.before) } ?? false, roles: warning.roles)
    }
    notified = deadline.roles
    reminded = deadline.reminders.map { Notice(roles: $0.roles) }
  }

  fileprivate var unordered: Self {
    var form = self
    form.warned = Self.unordered(warned)
    form.notified.sort()
    form.reminded = Self.unordered(reminded)
    return form
  }

  /// Each different one once, in a fixed order.
  private static func unordered(_ notices: [Notice]) -> [Notice] {
    Set(notices.map { Notice(isEarly: $0.isEarly, roles: $0.roles.sorted()) }).sorted {
      $0.key.lexicographicallyPrecedes($1.key)
    }
  }
}

extension AdjustedWorkflow.DeadlineForm.Notice {
  fileprivate var key: [String] { [isEarly ? "early" : "late"] + roles }
}
