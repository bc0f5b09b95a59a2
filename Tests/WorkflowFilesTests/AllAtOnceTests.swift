import Testing
import WorkflowFiles

@Suite struct AllAtOnceTests {
  @Test func tenFaultsInOneFileAreTenFaultsInOneRun() {
    let edits = [
      ("version: 1.2.0", "version: 1.2"),
      ("access: oversight", "access: toezicht"),
      ("from: 1998-01-01", "from: 1998-13-01"),
      ("type: number, min: 1, max: 100000", "type: number, min: 1, max: 0"),
      ("ground: [apv, awb]", "ground: [apv, wabo]"),
      ("max: 4000", "maks: 4000"),
      ("{ fact: soort, is: groot }", "{ fact: maat, is: groot }"),
      ("before: P2W", "before: 2 weken"),
      ("target: klaar", "target: gereed"),
      ("review: true", "review: misschien"),
    ]
    let text = edits.reduce(Permit.text) { $0.replacing($1.0, with: $1.1) }
    let told = faults(in: text)
    let places = told.map { [$0.line, $0.column] }
    #expect(
      places == [
        [2, 10], [10, 46], [13, 66], [28, 76], [30, 69], [40, 23], [64, 31], [65, 17], [77, 23], [93, 17],
      ],
      "\(told.map(\.description).joined(separator: "\n"))"
    )
    #expect(
      told.first?.description
        == "vergunning.yaml:2:10: «1.2» is geen versie. Schrijf drie getallen met punten, bijvoorbeeld 1.0.0."
    )
  }

  @Test func theErrorSaysThemAll() throws {
    let error = #expect(throws: WorkflowFileError.self) {
      _ = try WorkflowFile("workflow: Fout\nversion: een\n", name: "w.yaml")
    }
    let lines = try #require(error).description.split(separator: "\n")
    #expect(lines.count == (error?.faults.count ?? 0))
    #expect(lines.first == "w.yaml:1:1: De sleutel «grounds» ontbreekt.")
  }
}
