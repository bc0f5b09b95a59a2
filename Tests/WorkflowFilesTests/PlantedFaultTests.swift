import Testing
import WorkflowFiles

/// Every fault that was planted is found, at its place, and nothing else is.
@Suite struct PlantedFaultTests {
  @Test(arguments: PlantedFaults.all) func isFoundAtItsPlace(_ file: PlantedFaults) {
    let told = faults(in: file.text)
    let report = Comment(rawValue: told.map(\.description).joined(separator: "\n"))
    #expect(told.map { [$0.line, $0.column] } == file.expected.map(\.place), report)
    for (fault, expected) in zip(told, file.expected) { #expect(fault.message.contains(expected.message)) }
    #expect(file.isSound == file.expected.isEmpty)
  }

  @Test func thereAreEnough() {
    #expect(PlantedFaults.all.count { !$0.isSound } >= 120)
  }
}
