import CaseCore
import OrderedCollections
import Testing
import WorkflowFiles

/// The whole matrix of rights of what is shipped, and the controls that show that it would see a right too many or too few.
@Suite struct RightsMatrixTests {
  @Test(arguments: Shipped.workflows) func theEngineGivesTheRightsOfTheText(_ folder: String) throws {
    var matrix = RightsMatrix(try RightsReading(folder), try WorkflowFolder.load(folder).workflow)
    matrix.run()
    print(matrix.summary)
    #expect(matrix.faultCount == 0, "\(matrix.faults.joined(separator: "\n"))")
    let met = Set(matrix.verdicts.keys)
    #expect(met == Set(RightsVerdict.allCases).subtracting([.unexpected]))
  }

  @Test(arguments: Shipped.workflows) func theTableHasTheRightsOfTheText(_ folder: String) throws {
    let reading = try RightsReading(folder)
    let table = RightsTable(try WorkflowFolder.load(folder).workflow)
    #expect(Self.lines(table.acts) == reading.acts)
    #expect(Self.lines(table.sights) == reading.sights)
    #expect(table.acts.count == reading.acts.count && table.sights.count == reading.sights.count)
    print("rights of \(table.workflow) \(table.version): \(table.acts.count) acts, \(table.sights.count) sights")
  }

  @Test(
    arguments: [
      ("senders", ["toewijzen", "aanvaarden", "weigeren", "keuring-vastleggen"]), ("among", ["oordelen", "sluiten"]),
      ("starts", ["beschrijven"]),
    ] as [(String, [String])]
  )
  func theTableMarksWhatIsForSomeOrganisations(_ folder: String, _ expected: [String]) throws {
    let small = try SmallWorkflow(folder)
    let (reading, table) = (try RightsReading(text: small.text), RightsTable(small.workflow))
    #expect(Self.lines(table.acts) == reading.acts)
    let narrowed = Set(table.acts.filter(\.isNarrowed).map(\.command))
    #expect(narrowed == Set(expected))
  }

  /// It must fail when the table leaves out what an organisation reads that is named, or has it where the role reads it anyhow.
  @Test func theTableHasWhatIsReadByName() throws {
    let small = try SmallWorkflow("sharing")
    let (reading, table) = (try RightsReading(text: small.text), RightsTable(small.workflow))
    #expect(Self.lines(table.acts) == reading.acts && Self.lines(table.sights) == reading.sights)
    let restorer = table.only("restaurator").sights.map { ($0.machine, $0.state, $0.named) }
    #expect(restorer.contains { $0 == ("bruikleen", "beoordeling", ["noteren"]) })
    #expect(restorer.contains { $0.1 == "bewaring" && Set($0.2) == ["noteren", "navragen"] })
    #expect(table.only("inspectie").sights.allSatisfy { $0.named.isEmpty })
    var matrix = RightsMatrix(reading, small.workflow)
    matrix.run()
    #expect(matrix.faultCount == 0, "\(matrix.faults.joined(separator: "\n"))")
  }

  /// Roles through a party: the rights of the text, and the controls that they are seen when the engine does not have them or has them always.
  @Test func theEngineGivesTheRightsThroughAParty() throws {
    let small = try SmallWorkflow("through")
    let reading = try RightsReading(text: small.text)
    let table = RightsTable(small.workflow)
    #expect(Self.lines(table.acts) == reading.acts && Self.lines(table.sights) == reading.sights)
    #expect(Set(table.acts.filter { $0.standing == .through }.map(\.role)) == ["conservator"])
    for (change, isRight) in [({ $0 }, true), ({ _ in nil }, false)] as [((Role.Through?) -> Role.Through?, Bool)] {
      for role in ["conservator", "toezicht"] {
        var workflow = small.workflow
        let through = change(small.workflow.roles[role]?.through)
        workflow.roles[role]?.through = through
        var matrix = RightsMatrix(reading, workflow)
        matrix.run()
        #expect((matrix.faultCount == 0) == isRight, "\(role): \(matrix.faults.joined(separator: "\n"))")
      }
    }
  }

  /// What is changed in what the engine runs, and not in the text.
  struct Change: CustomTestStringConvertible {
    let testDescription: String
    let command: String
    let change: @Sendable (inout Workflow) -> Void
  }

  static let changes = [
    Change(testDescription: "a role more", command: "doorzenden") {
      $0.machines["aanvraag"]?.commands["doorzenden"]?.roles.append("aanvrager")
    },
    Change(testDescription: "a role less", command: "doorzenden") {
      $0.machines["aanvraag"]?.commands["doorzenden"]?.roles.removeLast()
    },
    Change(testDescription: "the word of an organisation", command: "aanvraag-intrekken") {
      $0.machines["aanvraag"]?.commands["aanvraag-intrekken"]?.acceptsVouched = true
    },
    Change(testDescription: "a state more", command: "overdragen") {
      $0.machines["aanvraag"]?.states["ingetrokken"]?.on["overdragen"] = [Transition(target: "overdracht")]
    },
    Change(testDescription: "a state less", command: "aantekening-maken") {
      $0.machines["aanvraag"]?.states["besloten"]?.on["aantekening-maken"] = []
    },
    Change(testDescription: "a child for more", command: "zonder-advies-verder") {
      $0.machines["adviesaanvraag"]?.states["verlopen"]?.audience.append("aanvrager")
    },
    Change(testDescription: "oversight that sees nothing", command: "doorzenden") {
      $0.roles["fg"]?.access = Role.Access.none
    },
    Change(testDescription: "an entry for more", command: "aantekening-maken") {
      $0.machines["aanvraag"]?.commands["aantekening-maken"]?.audience = nil
    },
    Change(testDescription: "who may begin", command: "aanvraag-indienen") {
      $0.machines["aanvraag"]?.commands["aanvraag-indienen"]?.roles.append("jurist")
    },
  ]

  /// Read once.
  private static let permit = Result { () throws -> (reading: RightsReading, workflow: Workflow) in
    let folder = try #require(Shipped.workflows.first { $0.hasSuffix("aanvraag-omgevingsvergunning") })
    return (try RightsReading(folder), try WorkflowFolder.load(folder).workflow)
  }

  @Test(arguments: changes) func aRightThatIsNotInTheTextIsSeen(_ change: Change) throws {
    let permit = try Self.permit.get()
    let reading = permit.reading
    var workflow = permit.workflow
    change.change(&workflow)
    var matrix = RightsMatrix(reading, workflow, only: [change.command])
    matrix.run()
    #expect(matrix.faultCount > 0)
    let table = RightsTable(workflow)
    #expect(Self.lines(table.acts) != reading.acts || Self.lines(table.sights) != reading.sights)
  }

  // MARK: - The table in words

  private static func lines(_ acts: [RightsTable.Act]) -> Set<String> {
    Set(
      acts.map { act in
        let ballot = act.ballot.map { "\($0.action.rawValue) \($0.decision)" } ?? ""
        return [
          act.machine, act.state ?? "", act.command, act.role, act.standing.rawValue, ballot, act.apart?.rawValue ?? "",
          act.acceptsVouched ? "vouched" : "", act.isNarrowed ? "narrowed" : "",
        ].joined(separator: "|")
      }
    )
  }

  private static func lines(_ sights: [RightsTable.Sight]) -> Set<String> {
    Set(
      sights.map { sight in
        let lists = [sight.withheld, sight.added, sight.named].map { $0.sorted().joined(separator: ",") }
        return ([sight.machine, sight.state, sight.role, sight.extent.rawValue] + lists).joined(separator: "|")
      }
    )
  }
}
