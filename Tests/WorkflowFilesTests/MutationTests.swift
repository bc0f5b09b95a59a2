import Foundation
import SeededRandom
import Testing
import WorkflowFiles

/// Whatever is done to a file, it is read or refused with faults that stand in it.
@Suite struct MutationTests {
  @Test func withoutAnyOneLine() {
    let lines = Permit.text.split(separator: "\n", omittingEmptySubsequences: false)
    for index in lines.indices {
      var rest = lines
      rest.remove(at: index)
      expectPlacesInside(rest.joined(separator: "\n"), "without line \(index + 1)")
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>) func withSomeWordsSwappedAndSomeLinesMoved(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for round in 1...60 {
      var text = Permit.text
      for _ in 1...Int.random(in: 1...6, using: &random) { text = mutated(text, using: &random) }
      expectPlacesInside(text, "seed \(seed), round \(round)")
    }
  }

  private func mutated(_ text: String, using random: inout SeededGenerator) -> String {
    var lines = text.components(separatedBy: "\n")
    let (one, other) = (
      lines.indices.randomElement(using: &random) ?? 0, lines.indices.randomElement(using: &random) ?? 0
    )
    switch Int.random(in: 0..<6, using: &random) {
    case 0: lines.swapAt(one, other)
    case 1: lines[one] = "  " + lines[one]
    case 2: lines[one] = String(lines[one].dropFirst(2))
    case 3: lines.insert(lines[one], at: other)
    case 4: (lines[one], lines[other]) = exchanged(lines[one], lines[other], using: &random)
    default: lines[one] = lines[one].filter { _ in Int.random(in: 0..<12, using: &random) > 0 }
    }
    return lines.joined(separator: "\n")
  }

  /// The lines with a word of each in the place of the other's.
  private func exchanged(_ one: String, _ other: String, using random: inout SeededGenerator) -> (String, String) {
    var (first, second) = (one.components(separatedBy: " "), other.components(separatedBy: " "))
    let left = first.indices.randomElement(using: &random) ?? 0
    let right = second.indices.randomElement(using: &random) ?? 0
    (first[left], second[right]) = (second[right], first[left])
    return (first.joined(separator: " "), second.joined(separator: " "))
  }

  private func expectPlacesInside(_ text: String, _ what: Comment) {
    let lines = text.components(separatedBy: "\n")
    let faults = faults(in: text)
    #expect(faults.allSatisfy { !$0.message.isEmpty }, what)
    for fault in faults {
      // A parser can find out at the end of the file that something is missing: on the line after the last.
      let length = lines.indices.contains(fault.line - 1) ? lines[fault.line - 1].unicodeScalars.count : 0
      #expect((1...lines.count + 1).contains(fault.line), what)
      #expect((1...length + 1).contains(fault.column), "\(what): \(fault)")
    }
    let places = faults.map { [$0.line, $0.column] }
    #expect(places == places.sorted { $0.lexicographicallyPrecedes($1) }, what)
  }
}
