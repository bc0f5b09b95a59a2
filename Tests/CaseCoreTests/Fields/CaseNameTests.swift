import CaseCore
import Testing

/// What people call a case to one another.
///
/// They must fail when `CaseName` does not check, lets two characters that changed places through, or makes the same name of different numbers.
@Suite("What people call a case") struct CaseNameTests {
  @Test("it is read as people write it, and a slip shows") func slips() throws {
    let name = CaseName.make(from: 20_261_130)
    #expect(name.wholeMatch(of: /[B-DF-HJ-NP-TV-XZ2-9]{4}-[B-DF-HJ-NP-TV-XZ2-9]{4}/) != nil)
    let plain = name.replacing("-", with: "")
    for text in [name, plain, name.lowercased(), " \(plain.prefix(2)) \(plain.dropFirst(2)) "] {
      #expect(CaseName.read(text) == name)
    }
    for other in ["", "K7FQ", "\(name)K", "A\(name.dropFirst())", String(repeating: " ", count: 50) + name] {
      #expect(CaseName.read(other) == nil)
    }
    var (missed, swapped) = (0, 0)
    for seed in UInt64(1)...50 {
      let characters = Array(CaseName.make(from: seed &* 0x9e37_79b9_7f4a_7c15).replacing("-", with: ""))
      for place in characters.indices {
        for other in "BCDFGHJKLMNPQRSTVWXZ23456789" where other != characters[place] {
          var wrong = characters
          wrong[place] = other
          if CaseName.read(String(wrong)) != nil { missed += 1 }
        }
        guard place > 0, characters[place] != characters[place - 1] else { continue }
        var wrong = characters
        wrong.swapAt(place, place - 1)
        if CaseName.read(String(wrong)) != nil { swapped += 1 }
      }
    }
    #expect(missed == 0 && swapped < 10)
  }

  @Test("there are as many as can be told apart") func different() {
    #expect(Set((UInt64(0)..<2_000).map(CaseName.make)).count == 2_000)
  }

  @Test("a case has it from its first entry on, where its workflow gives names", arguments: [true, false])
  func given(isNamed: Bool) throws {
    var workflow = try Lamp.workflow()
    workflow.namesCases = isNamed
    var command = Command(cause: .command(name: "report", by: Play.clerk), fields: ["lamp": .string("12")])
    command.caseName = "K7FQ-3XR3"
    guard case .accepted(let decision) = Play(workflow).decider.decide(command, on: nil) else {
      Issue.record("refused")
      return
    }
    #expect(decision.result.name == (isNamed ? "K7FQ-3XR3" : nil))
    #expect(decision.entry.changes.contains(.named("K7FQ-3XR3")) == isNamed)
  }
}
