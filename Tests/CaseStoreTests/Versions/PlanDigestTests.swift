import Foundation
import StoreBase
import Testing

@Suite("The digest of a plan") struct PlanDigestTests {
  /// The bytes of release 0.1.0, of which approved digests are kept.
  @Test("is of what cases have in common and then of each case, in order") func bytes() {
    var common = ChainHash("casusregie plan 1")
    common.add("permit")
    common.add(7)
    var digest = PlanDigest(common)
    digest.add(Data([1, 2]))
    digest.add(Data([255]))
    #expect(digest.text == "ca68c4eb847946a26d5d75cea57194eff6e37f360cb375fe9b09f2c7385b21f4")
  }

  @Test("is another one without a case, or in another order") func order() {
    let cases = [Data([1]), Data([2])]
    let digests = [cases, cases.reversed(), Array(cases.dropLast())].map { cases in
      var digest = PlanDigest(ChainHash("casusregie plan 1"))
      for item in cases { digest.add(item) }
      return digest.text
    }
    #expect(Set(digests).count == 3)
  }
}
