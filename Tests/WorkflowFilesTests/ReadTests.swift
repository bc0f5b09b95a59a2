import CaseCore
import OrderedCollections
import Testing
import WorkflowFiles

@Suite struct ReadTests {
  private let machine: Machine
  private let workflow: Workflow

  init() throws {
    workflow = try WorkflowFile.load(Permit.text, name: "vergunning.yaml")
    machine = try #require(workflow.rootMachine)
  }

  @Test func theSourceIsKept() throws {
    #expect(try WorkflowFile(Permit.text, name: "vergunning.yaml").source == Permit.text)
  }

  @Test func whatTheWorkflowDeclares() throws {
    #expect(workflow.key == "vergunning")
    #expect(workflow.version == "1.2.0")
    #expect(workflow.roles["gemeente"] == Role(label: "Gemeente"))
    #expect(workflow.roles["aanvrager"]?.access == .receipt)
    let ground = Ground(
      label: "Vergunningplicht",
      source: "APV artikel 2:25",
      from: try CivilDate(iso8601: "2020-01-01")
    )
    #expect(workflow.grounds["apv"] == ground)
    #expect(workflow.grounds.keys == ["apv", "awb"])
  }

  @Test(
    "The levels of which a command asks one: one text, or several",
    arguments: ["hoog", "[hoog]", "[hoog, 'urn:x:2']"]
  )
  func levels(text: String) throws {
    let spelt = Permit.text.replacing(
      "sluiten: { label: Sluiten,",
      with: "sluiten: { authentication: \(text), label: Sluiten,"
    )
    let read = try WorkflowFile.load(spelt, name: "vergunning.yaml")
    let levels = read.rootMachine?.commands["sluiten"]?.authentication
    #expect(levels == (text.contains("urn") ? ["hoog", "urn:x:2"] : ["hoog"]))
    #expect(machine.commands["sluiten"]?.authentication == [])
  }

  @Test func fieldsOfEveryKind() throws {
    let fields = try #require(machine.commands["indienen"]?.fields)
    let sizes = [Field.Option(key: "klein", label: "Klein"), Field.Option(key: "groot", label: "Groot")]
    #expect(
      fields["plan"] == Field(label: "Plan", kind: .text(maximumLength: 4000), requirement: .always, isPersonal: true)
    )
    #expect(fields["soort"]?.kind == .choice(options: sizes))
    #expect(fields["bezoekers"]?.kind == .number(minimum: 1, maximum: 100_000))
    #expect(fields["adviseurs"]?.kind == .list(of: .reference(roles: ["politie"]), minimum: 0, maximum: 3))
    #expect(fields["datum"]?.kind == .date(within: nil, past: true))
    #expect(
      machine.commands["verlenen"]?.fields["loopt-tot"]?.kind == .date(within: try Length(1, .years), past: false)
    )
  }

  @Test func valuesHaveTheTypeOfTheirFactOrField() throws {
    #expect(machine.facts["soort"]?.initial == .choice("klein"))
    let transition = try #require(machine.states["besluit"]?.on["verlenen"]?.first)
    let days = [try CivilDate(iso8601: "2026-05-04"), try CivilDate(iso8601: "2026-05-05")]
    let guards: [Guard] = [
      .field("loopt-tot", oneOf: days.map(Value.date)), .fact("bezoekers", oneOf: [.number(100)]),
      .visited("beoordeling", atLeast: 2), .party("politie"),
    ]
    #expect(transition.requirements == [.init(.any(guards), otherwise: "Dit kan nu niet worden verleend.")])
    #expect(transition.assign == ["soort": .choice("klein")])
    #expect(transition.restarts == ["besluiten"])
  }

  @Test func transitionsInAllTheirForms() throws {
    #expect(machine.states["overleg"]?.on["verlenen"] == [Transition(target: "verleend")])
    let judged = try #require(machine.states["beoordeling"]?.on["beoordelen"])
    #expect(judged.map(\.target) == ["besluit", "overleg", nil])
    #expect(judged[1].requirements.map(\.guard) == [.divided("oordeel")])
    #expect(machine.on["sluiten"]?.first?.erases == true)
    let start = try #require(machine.starts.first).transition
    let sources: [Transition.Join.Source] = [.organisations(.sender), .region, .organisations(.field("adviseurs"))]
    #expect(start.joins.map(\.source) == sources)
    #expect(start.notices == [.init(event: "ontvangen", roles: ["aanvrager"])])
  }

  @Test func deadlinesOfOneStateAndOfSeveral() throws {
    let several = try #require(machine.deadlines["beslistermijn"])
    #expect(several.states == ["beoordeling", "overleg"])
    #expect(several.expiry == .escalate)
    #expect(several.warnings.map(\.before) == [try Length(2, .weeks), try Length(1, .days)], "the longest comes first")
    let one = try #require(machine.deadlines["besluiten"])
    #expect(one.states == ["besluit"])
    #expect(one.term == .length(try DeadlineRule(length: Length(5, .days), kind: .workingDays)))
    #expect(one.expiry == .review(state: "overleg"))
    #expect(one.roles == ["gemeente"])
    #expect(machine.deadlines["geldig"]?.term == .fact("loopt-tot"))
  }
}
