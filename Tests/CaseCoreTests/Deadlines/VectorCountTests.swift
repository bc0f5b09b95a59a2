import CaseCore
import Testing

/// The kinds of deadline are proved by vectors: nobody takes them away unseen.
@Suite struct VectorCountTests {
  private static let all =
    AtwArticle1Tests.vectors + FifthOfMayTests.vectors + AtwArticle2And4Tests.vectors + EuropeanTermTests.vectors
    + PolicyTermTests.vectors + ClockChangeTests.vectors + BackwardTermTests.vectors

  @Test func thereAreEnough() {
    #expect(Self.all.count >= 220)
    let needed: [(DeadlineKind, Int)] = [(.hours, 12), (.calendar, 15), (.workingDays, 15), (.atw, 100), (.eu1182, 30)]
    for (kind, least) in needed {
      #expect(Self.all.count { $0.kind == kind } >= least, "\(kind.rawValue)")
    }
    #expect(Self.all.count(where: \.isBackward) >= 15)
    #expect(LedgerTests.stories.count >= 35)
  }

  @Test func eachHasItsReasonAndArticle() {
    #expect(Self.all.allSatisfy { !$0.why.isEmpty && !$0.article.isEmpty })
    let terms = Self.all.map { "\($0.kind) \($0.isBackward) \($0.event) \($0.length)" }
    #expect(Set(terms).count == terms.count, "no vector counts twice")
  }
}
