import CaseCore
import Foundation
import Testing
import WorkflowFiles

/// Children that go from one case to another, in scenarios of both. The workflow is the one whose faults are planted in `bad/transfers`.
///
/// They must fail when `CaseBuilder.hand(over:validated:)` looks after the children have ended (`theDecidingVoteMovesThem`), when
/// `Decider.receive` takes any role or any state (`whatIsNotTakenChangesNeither`), and when `ScenarioRun` gives a name to who was
/// never told of that case (`whoNamesBlindlyNamesNothing`).
@Suite struct TransferScenarioTests {
  /// Two files; the first has a report with an addition, and it is proposed to put it with the second.
  private static let opening = """
    scenario: Twee dossiers over een monument
    cases: [eerste, tweede]
    organisations:
      stad: { number: "00000099000000000001", name: Stad, region: hier, roles: [gemeente] }
      wacht: { number: "00000099000000000002", name: Wacht, region: hier, roles: [wacht] }
      buur: { number: "00000099000000000003", name: Buur, region: hier, roles: [inwoner] }
      dorp: { number: "00000099000000000004", name: Dorp, region: ginds, roles: [gemeente] }
      toren: { number: "00000099000000000005", name: Toren, region: ginds, roles: [wacht] }
    """

  private static let proposed = """
      - { at: 2026-03-02T09:00, as: inwoner@buur, command: melden, fields: { omschrijving: De dakpannen liggen los } }
      - { as: gemeente@stad, command: starten }
      - { as: gemeente@stad, command: melding-toevoegen, fields: { omschrijving: De goot lekt }, expect: { children: { melding-2: nieuw } } }
      - { as: wacht, child: melding-2, command: aanvullen, fields: { aanvulling: Al sinds de winter } }
      - { case: tweede, after: P1D, as: gemeente@stad, command: melden, fields: { omschrijving: Het dak is oud } }
      - { case: tweede, as: gemeente@stad, command: starten, expect: { children: { melding-1: nieuw } } }
      - { as: gemeente@stad, command: voorstellen, fields: { ander-dossier: { case: tweede } } }
    """

  private static func played(_ steps: String) throws -> (failures: [String], history: [String]) {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appendingPathComponent("bad/transfers/sound.yaml")
    let workflow = try WorkflowFile.load(String(contentsOf: file, encoding: .utf8), name: "w.yaml")
    let scenario = try Scenario("\(opening)\nsteps:\n\(steps)", name: "s.yaml")
    return (
      ScenarioRun.failures(of: scenario, workflow: workflow).map(\.description),
      ScenarioRun.history(of: scenario, workflow: workflow)
    )
  }

  @Test func theDecidingVoteMovesThem() throws {
    let (failures, history) = try Self.played(
      """
      \(Self.proposed)
        - { as: wacht, command: oordelen, fields: { oordeel: ja } }
        - as: gemeente@stad
          command: oordelen
          fields: { oordeel: ja }
          expect: { state: samengevoegd, children: { melding-1: overgegaan, melding-2: overgegaan } }
        - case: tweede
          expect:
            state: lopend
            children: { melding-1: nieuw, melding-2: nieuw, melding-3: nieuw }
            told: { stad: [bijgewerkt, bijgewerkt, bijgewerkt], wacht: [bijgewerkt, bijgewerkt, bijgewerkt] }
            deadlines: { melding-3/melding: running }
        - { case: tweede, as: gemeente@stad, child: melding-3, command: afdoen }
      """
    )
    #expect(failures == [])
    let moved = history.filter { $0.contains("overgekomen") }
    #expect(moved.count == 3 && moved.allSatisfy { $0.hasPrefix("tweede: 2026-03-03T09:00 stad(gemeente): ") })
  }

  /// The deciding vote is of one who adds no reports there; then the other case is closed.
  @Test(arguments: [
    ("", ["gemeente@stad", "wacht"]),
    ("  - { case: tweede, as: gemeente@stad, command: sluiten }", ["wacht", "gemeente@stad"]),
  ])
  func whatIsNotTakenChangesNeither(_ before: String, _ voters: [String]) throws {
    let (failures, history) = try Self.played(
      """
      \(Self.proposed)
      \(before)
        - { as: \(voters[0]), command: oordelen, fields: { oordeel: ja } }
        - as: \(voters[1])
          command: oordelen
          fields: { oordeel: ja }
          expect:
            state: ter-samenvoeging
            children: { melding-1: nieuw, melding-2: nieuw }
            refused: { kind: not-now, says: "De zaak die bij «Ander dossier» is genoemd, neemt dit nu niet over." }
        - { case: tweede, expect: { told: {} } }
      """
      .replacing("\n\n", with: "\n")
    )
    #expect(failures == [])
    #expect(!history.contains { $0.contains("overgekomen") })
  }

  @Test func whoNamesBlindlyNamesNothing() throws {
    let (failures, _) = try Self.played(
      """
        - { at: 2026-03-02T09:00, as: gemeente@stad, command: melden, fields: { omschrijving: De dakpannen liggen los } }
        - { as: gemeente@stad, command: starten }
        - { case: tweede, as: gemeente@dorp, command: melden, fields: { omschrijving: Ginds } }
        - as: gemeente@stad
          command: voorstellen
          fields: { ander-dossier: { case: tweede } }
          expect: { refused: { kind: invalid, fields: [ander-dossier] } }
      """
    )
    #expect(failures == [])
  }
}
