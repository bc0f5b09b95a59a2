import CaseCore
import OrderedCollections
import Testing

/// That a form is proved once rests on this: versions of one form have the same faults, and one is sound when another is that
/// has the same warnings and reminders in another order and number.
@Suite("Forms of settings") struct SettingFormTests {
  @Test("random settings of one form have the same faults, and all of them are found", arguments: Seed.some)
  func forms(seed: Seed) throws {
    var random = seed.generator
    var known: [AdjustedWorkflow.Form: [WorkflowFault]] = [:]
    var sound: [AdjustedWorkflow.Form: Bool] = [:]
    var (shared, alike) = (0, 0)
    // Until there were enough of each to mean anything, which takes some seeds longer than others.
    for round in 0..<5_000 where round < 400 || shared <= 20 || alike <= 20 {
      let change = try Self.change(&random)
      let surroundings = Settings.surroundings(try Settings.typed())
      guard let unproved = try? DeadlineSettings().unproved([change], in: surroundings) else { continue }
      for proof in unproved.proofs {
        let faults = proof.after.faults()
        if let other = known[proof.after.form] {
          shared += 1
          #expect(other == faults, "\(seed): \(change)")
        }
        known[proof.after.form] = faults
        let unordered = proof.after.form.unordered
        if let other = sound[unordered] {
          alike += unordered == proof.after.form ? 0 : 1
          #expect(other == faults.isEmpty, "\(seed): \(change)")
        }
        sound[unordered] = faults.isEmpty
      }
    }
    #expect(shared > 20 && alike > 20 && known.values.contains { !$0.isEmpty }, "\(seed): too few to mean anything")
  }

  private static func change(_ random: inout some RandomNumberGenerator) throws -> SettingsChange {
    let deadlines = ["whole", "intake-limit", "review-limit", "repair-limit", "split"]
    let units: [Length.Unit] = [.hours, .days, .days, .weeks, .months]
    func length() throws -> Length {
      try Length(Int.random(in: 1...40, using: &random), units.randomElement(using: &random) ?? .days)
    }
    func roles() -> [String] { [["clerk"], ["chief"], ["clerk", "chief"], []].randomElement(using: &random) ?? [] }
    var setting = DeadlineSetting()
    if Bool.random(using: &random) { setting.length = try length() }
    if Int.random(in: 0..<4, using: &random) == 0 { setting.kind = DeadlineKind.allCases.randomElement(using: &random) }
    if Bool.random(using: &random) {
      setting.warnings = try (0...Int.random(in: 0...2, using: &random)).map { _ in
        .init(before: try length(), roles: roles())
      }
    }
    if Bool.random(using: &random) { setting.roles = roles() }
    if Int.random(in: 0..<4, using: &random) == 0 {
      setting.reminders = try (0...Int.random(in: 0...2, using: &random)).map { _ in
        .init(after: try length(), roles: roles())
      }
    }
    if Int.random(in: 0..<8, using: &random) == 0 { setting.isOff = true }
    return .set(Settings.place(deadlines.randomElement(using: &random) ?? "whole"), setting)
  }
}
