import Testing
import WorkflowDiagrams

@Suite struct DiagramErrorTests {
  @Test func sayWhatToDo() {
    #expect(DiagramError.graphvizMissing.description.contains("apt-get install graphviz"))
    #expect(DiagramError.unknownMachine("x", known: ["a", "b"]).description.contains("a, b"))
  }
}
