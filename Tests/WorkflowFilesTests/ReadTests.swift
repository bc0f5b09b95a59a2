import CaseCore
import Testing
import WorkflowFiles

@Suite struct ReadTests {
  @Test func aSoundFileIsRead() throws {
    let workflow = try WorkflowFile.load(Permit.text, name: "vergunning.yaml")
    #expect(workflow.key == "vergunning")
  }
}
