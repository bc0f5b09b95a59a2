import CaseAPI
import SeededRandom
import Testing

/// What one client can ask, by a clock of the test's.
@Suite struct ClientLimitsTests {
  private static let start = ContinuousClock.now
  private static let rate = ClientRate(requests: 10, organisationRequests: 0, period: .seconds(5))
  private static let both = ClientRate(requests: 10, organisationRequests: 25, period: .seconds(5))

  private static func client(_ name: String, of organisation: String = "1") -> ClientLimits.Client {
    ClientLimits.Client(organisation: organisation, name: name)
  }

  /// How many requests of the client are taken at that moment, of more than can be.
  private static func taken(_ limits: ClientLimits, _ client: ClientLimits.Client, at now: ContinuousClock.Instant)
    -> Int
  {
    (0..<100).count { _ in !limits.take(client, at: now).isRefused }
  }

  @Test func whatWasUsedComesBackEvenly() throws {
    let limits = try #require(ClientLimits(Self.rate))
    let client = Self.client("a")
    #expect(Self.taken(limits, client, at: Self.start) == 10)
    #expect(Self.taken(limits, client, at: Self.start + .milliseconds(499)) == 0)
    #expect(Self.taken(limits, client, at: Self.start + .milliseconds(500)) == 1)
    #expect(Self.taken(limits, client, at: Self.start + .milliseconds(1_999)) == 2)
    #expect(Self.taken(limits, client, at: Self.start + .seconds(60)) == 10)
  }

  @Test func theHeadersSayWhatIsLeftAndWhen() throws {
    let limits = try #require(ClientLimits(Self.rate))
    let client = Self.client("a")
    let first = limits.take(client, at: Self.start)
    #expect(first.limit == #""client";r=9;t=1"#)
    #expect(first.policy == #""client";q=10;w=5"#)
    for left in (0..<9).reversed() { #expect(limits.take(client, at: Self.start).remaining == left) }
    // The next one is there in half a second: that is rounded up, for at 0 it is not there.
    let refused = limits.take(client, at: Self.start)
    #expect(refused.isRefused)
    #expect(refused.limit == #""client";r=0;t=1"#)
  }

  @Test func aRefusalCostsNothing() throws {
    let limits = try #require(ClientLimits(ClientRate(requests: 1, organisationRequests: 0, period: .seconds(30))))
    let client = Self.client("a")
    #expect(Self.taken(limits, client, at: Self.start) == 1)
    let refused = limits.take(client, at: Self.start + .seconds(10))
    #expect(refused.isRefused)
    #expect(refused.seconds == 20)
    #expect(!limits.take(client, at: Self.start + .seconds(30)).isRefused)
  }

  @Test func clientsDoNotShare() throws {
    let limits = try #require(ClientLimits(Self.rate))
    #expect(Self.taken(limits, Self.client("a"), at: Self.start) == 10)
    for other in [Self.client("b"), Self.client("a", of: "2")] {
      #expect(Self.taken(limits, other, at: Self.start) == 10)
    }
  }

  @Test func whoIsQuietIsForgotten() throws {
    let limits = try #require(ClientLimits(Self.rate))
    for number in 0..<100 { _ = limits.take(Self.client("\(number)"), at: Self.start) }
    #expect(limits.count == 100)
    #expect(Self.taken(limits, Self.client("flood"), at: Self.start + .seconds(4)) == 10)
    _ = limits.take(Self.client("b"), at: Self.start + .seconds(5))
    // Those two alone do not have all their requests yet.
    #expect(limits.count == 2)
  }

  @Test func clientsThatAreMadeUpHarmNoOther() throws {
    let limits = try #require(ClientLimits(Self.rate, mostClients: 20))
    let known = Self.client("known")
    _ = limits.take(known, at: Self.start)
    let taken = (0..<1_000).count { !limits.take(Self.client("\($0)"), at: Self.start).isRefused }
    // Those that are told apart, and what all others share.
    #expect(taken == 19 + 10)
    #expect(limits.count == 21)
    #expect(Self.taken(limits, known, at: Self.start) == 9)
    #expect(Self.taken(limits, Self.client("a", of: "2"), at: Self.start) == 10)
  }

  @Test func organisationsThatAreMadeUpShare() throws {
    let limits = try #require(ClientLimits(Self.rate, mostOrganisations: 3))
    _ = limits.take(Self.client("a"), at: Self.start)
    let taken = (0..<1_000).count { !limits.take(Self.client("a", of: "x\($0)"), at: Self.start).isRefused }
    #expect(taken == 2 + 10)
    #expect(Self.taken(limits, Self.client("a"), at: Self.start) == 9)
  }

  /// However many clients it has or makes up: its own issuer names them.
  @Test func anOrganisationHasARateWithAllItsClients() throws {
    let limits = try #require(ClientLimits(Self.both))
    #expect(Self.taken(limits, Self.client("a"), at: Self.start) == 10)
    let taken = (0..<1_000).count { !limits.take(Self.client("made up \($0)"), at: Self.start).isRefused }
    #expect(taken == 15)
    let refused = limits.take(Self.client("b"), at: Self.start)
    #expect(refused.isRefused && refused.isRefusedToOrganisation)
    #expect(refused.limit == #""client";r=10;t=0, "organisation";r=0;t=1"#)
    #expect(refused.policy == #""client";q=10;w=5, "organisation";q=25;w=5"#)
    // 25 in 5 seconds: one each 200 milliseconds, whoever asks.
    #expect(Self.taken(limits, Self.client("b"), at: Self.start + .milliseconds(199)) == 0)
    #expect(Self.taken(limits, Self.client("b"), at: Self.start + .milliseconds(600)) == 3)
    #expect(Self.taken(limits, Self.client("a", of: "2"), at: Self.start) == 10)
  }

  /// What a client is refused does not count for its organisation, and the reverse.
  @Test func aRefusalCostsNeither() throws {
    let limits = try #require(ClientLimits(Self.both))
    #expect(Self.taken(limits, Self.client("a"), at: Self.start) == 10)
    let refused = limits.take(Self.client("a"), at: Self.start)
    #expect(refused.isRefused && !refused.isRefusedToOrganisation)
    #expect(refused.limit == #""client";r=0;t=1, "organisation";r=15;t=2"#)
    #expect(Self.taken(limits, Self.client("b"), at: Self.start) == 10)
    #expect(Self.taken(limits, Self.client("c"), at: Self.start) == 5)
    #expect(limits.take(Self.client("c"), at: Self.start + .milliseconds(200)).limit.hasPrefix(#""client";r=4;"#))
  }

  @Test func zeroIsNoLimit() { #expect(ClientLimits(ClientRate(requests: 0)) == nil) }

  /// However the requests come, no stretch of time has more than the rate allows, and none is refused that it allows.
  @Test(arguments: 1...20) func noMomentHasMoreThanTheRateAllows(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let requests = Int.random(in: 1...50, using: &random)
    let limits = try #require(ClientLimits(ClientRate(requests: requests, period: .seconds(5))))
    let interval = Duration.seconds(5) / requests
    var now = Self.start
    // What the bucket has, in the plain way: so much, and more as time goes by.
    var (has, last) = (Double(requests), now)
    for _ in 0..<500 {
      now += .milliseconds(Int.random(in: 0...200, using: &random))
      has = min(Double(requests), has + (now - last) / interval)
      last = now
      let standing = limits.take(Self.client("a"), at: now)
      // Not where the two may round differently.
      guard abs(has - 1) > 0.000_001 else { return }
      #expect(standing.isRefused == (has < 1))
      if !standing.isRefused { has -= 1 }
    }
  }
}
