import AMQP
import SeededRandom
import TestServices
import Testing

@Suite("The window of unconfirmed messages")
struct ConfirmWindowTests {
  @Test("Settles what a plain list of tags would, whatever the order of the answers", arguments: 0..<200)
  func agreesWithModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let capacity = Int.random(in: 1...40, using: &random)
    var window = ConfirmWindow<UInt64>(capacity: capacity)
    var open: [UInt64] = []
    var next: UInt64 = 1
    for _ in 0..<500 {
      #expect(window.count == open.count && window.isFull == (open.count >= capacity), "seed \(seed)")
      if !window.isFull, Bool.random(using: &random) {
        window.sent(next)
        open.append(next)
        next += 1
      } else {
        // Also tags that were never sent or were settled before.
        let tag = UInt64.random(in: 0...next + 2, using: &random)
        let multiple = Int.random(in: 0..<4, using: &random) == 0
        let settles = { (entry: UInt64) in multiple ? (tag == 0 || entry <= tag) : entry == tag }
        #expect(window.settle(tag, multiple: multiple) == open.filter(settles), "seed \(seed)")
        open.removeAll(where: settles)
      }
    }
    #expect(window.reset() == open, "seed \(seed)")
    #expect(window.isEmpty)
  }

  @Test("Tags begin again on a new channel")
  func reset() {
    var window = ConfirmWindow<String>(capacity: 2)
    window.sent("lost")
    #expect(window.reset() == ["lost"])
    window.sent("first")
    #expect(window.settle(1, multiple: false) == ["first"])
  }

  @Test("The oldest match is changed")
  func update() {
    var window = ConfirmWindow<String>(capacity: 3)
    for text in ["a", "b", "b"] { window.sent(text) }
    let changed = window.updateFirst(where: { $0 == "b" }, { $0 = "c" })
    let missed = window.updateFirst(where: { $0 == "x" }, { $0 = "y" })
    #expect(changed && !missed)
    #expect(window.settle(3, multiple: true) == ["a", "c", "b"])
  }
}
