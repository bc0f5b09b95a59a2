import CaseCore
import OrderedCollections
import Testing

@Suite struct WorkflowFaultTests {
  private let place = ["machines", "a", "states", "s", "target"]
  private let states = ["machines", "a", "states"]

  @Test func anUnknownNameFollowsFromADamagedGroupAndNotFromAnEntryOfIt() {
    let fault = WorkflowFault(place, "De toestand «s» bestaat niet.", basis: [.names(in: states)])
    #expect(fault.mayFollow(from: states))
    #expect(fault.mayFollow(from: ["machines"]))
    #expect(fault.mayFollow(from: place))
    #expect(!fault.mayFollow(from: states + ["other"]))
    #expect(!fault.mayFollow(from: ["roles"]))
  }

  @Test func whatIsConcludedFromAllOfAPlaceFollowsFromAnythingInIt() {
    let fault = WorkflowFault(place, "De toestand «s» is onbereikbaar.", basis: [.all(of: states)])
    #expect(fault.mayFollow(from: states + ["other", "on"]))
    #expect(fault.mayFollow(from: ["machines", "a"]))
    #expect(!fault.mayFollow(from: ["machines", "b"]))
  }

  @Test func withoutABasisItIsThePlaceItself() {
    let fault = WorkflowFault(states, "Fout.")
    #expect(fault.mayFollow(from: place))
    #expect(!fault.mayFollow(from: ["machines", "a", "on"]))
    #expect(!fault.isUnknownName)
  }

  @Test func aMisspeltTargetIsOneFaultAndNotAlsoAnUnreachableState() throws {
    var workflow = try Permit.workflow()
    workflow.machines["aanvraag"]?.states["wacht"]?.on["beoordelen"]?[0].target = "klar"
    #expect(workflow.faults().map(\.message) == ["De toestand «klar» bestaat niet."])
  }
}
