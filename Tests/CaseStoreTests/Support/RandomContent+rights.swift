import CaseCore

@testable import PartnerAdministration

/// What is kept of proposals of rights, of every shape.
extension RandomContent {
  mutating func rightsEntry() -> RightsEntry.Content {
    let plan: RightsPlan? = optional { $0.rightsPlan() }
    return RightsEntry.Content(
      subject: text(),
      organisation: text(),
      reason: text(),
      change: plan == nil ? rightsChange() : nil,
      plan: plan
    )
  }

  private mutating func rightsChange() -> RightsChange {
    var change = RightsChange(RightsChange.Kind.allCases[below(RightsChange.Kind.allCases.count)], of: text())
    change.name = optional { $0.text() }
    change.region = optional { $0.text() }
    change.roles = optional { random in random.list { $0.text() } }
    change.keys = optional { random in
      random.list { .init(name: $0.text(), use: $0.text(), point: $0.text()) }
    }
    change.despiteCases = flag()
    change.despiteMessages = flag()
    change.successor = optional { $0.text() }
    change.workflow = optional { $0.workflowChange() }
    change.condition = optional { $0.text() }
    change.mandate = optional { $0.mandateChange() }
    change.validUntil = optional { CivilDate(dayNumber: $0.below(40_000)) }
    return change
  }

  private mutating func mandateChange() -> MandateChange {
    MandateChange(
      agent: text(),
      workflow: text(),
      roles: list { $0.text() },
      from: CivilDate(dayNumber: below(40_000)),
      until: CivilDate(dayNumber: below(40_000)),
      number: optional { Int64($0.below(100)) }
    )
  }

  private mutating func workflowChange() -> WorkflowChange {
    var change = WorkflowChange(text(), text(), text: text())
    change.from = optional { $0.text() }
    change.fromText = optional { $0.text() }
    change.names = list { random in
      .init(machine: random.optional { $0.text() }, old: random.text(), new: random.text())
    }
    change.plan = optional { $0.text() }
    change.proposal = optional { Int64($0.below(100)) }
    return change
  }

  private mutating func rightsPlan() -> RightsPlan {
    var plan = RightsPlan(rightsChange(), before: optional { $0.facts() }, after: optional { $0.facts() })
    plan.reach.cases = Int64(below(100))
    plan.reach.regionCases = Int64(below(100))
    plan.reach.waiting = Int64(below(100))
    plan.reach.roles = list { .init(role: $0.text(), workflow: $0.text(), version: $0.text(), access: $0.text()) }
    plan.reach.known = optional { Int64($0.below(100)) }
    plan.reach.shared = optional { Int64($0.below(100)) }
    plan.reach.outstanding = optional { Int64($0.below(100)) }
    plan.successor = optional { $0.facts() }
    plan.agent = optional { $0.facts() }
    plan.mandates = optional { random in random.list { Int64($0.below(100)) } }
    return plan
  }

  private mutating func facts() -> RightsPlan.Facts {
    .init(
      name: text(),
      region: text(),
      roles: list { $0.text() },
      isSuspended: flag(),
      keys: ["sig a": text()],
      users: list { $0.text() },
      reads: list { $0.text() },
      writes: text(),
      conditions: optional { [$0.text(): $0.text()] }
    )
  }
}
