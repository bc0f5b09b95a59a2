import OrderedCollections

/// A version of a workflow as it is set for cases of one region and one type.
public struct AdjustedWorkflow: Sendable {
  /// All that the rules of a workflow file can tell of the settings. Two versions of one form have the same faults, so a form
  /// is proved once: a length is only ever held against a legal maximum, the warnings before it and the unit of an extension.
  public struct Form: Hashable, Sendable {
    var workflow: String
    var version: String
    /// Of the deadlines that are set; `nil` for one that is left out.
    var deadlines: [SettingPlace.Deadline: DeadlineForm?]

    /// Sound when this form is, and only then: no rule counts warnings and reminders, or asks for their order, but a fault
    /// names its place by it.
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
    /// The warnings, each with whether it would come before the beginning.
    var warned: [Notice]
    var told: [String]
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

  /// Holds it against all the rules that a workflow file is held against. It takes some hundredths of a second for a large one.
  public func faults() -> [WorkflowFault] { workflow.faults() }

  /// Whether cases of the two have the same deadlines, whatever is said of where their lengths come from.
  func counts(as other: AdjustedWorkflow) -> Bool { plain == other.plain }

  private var plain: [[Deadline]] {
    workflow.machines.values.map { machine in
      machine.deadlines.values.map { deadline in
        var deadline = deadline
        deadline.source = ""
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
    told = deadline.roles
    reminded = deadline.reminders.map { Notice(roles: $0.roles) }
  }

  fileprivate var unordered: Self {
    var form = self
    form.warned = Self.unordered(warned)
    form.told.sort()
    form.reminded = Self.unordered(reminded)
    return form
  }

  /// Each different one once, in an order that is always the same.
  private static func unordered(_ notices: [Notice]) -> [Notice] {
    Set(notices.map { Notice(isEarly: $0.isEarly, roles: $0.roles.sorted()) }).sorted {
      $0.key.lexicographicallyPrecedes($1.key)
    }
  }
}

extension AdjustedWorkflow.DeadlineForm.Notice {
  fileprivate var key: [String] { [isEarly ? "early" : "late"] + roles }
}
