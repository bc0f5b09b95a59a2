import Synchronization

/// Counts the requests of each client, and those of each organisation with all its clients, against the rate that all of them have, in
/// this process.
///
/// Whoever has all its requests is as one who never asked, so nothing is kept of a client or organisation that was quiet for that long.
package final class ClientLimits: Sendable {
  /// Whose requests are counted together. An organisation has one issuer, which names its programs as it likes, and no other organisation.
  package struct Client: Hashable, Sendable {
    let organisation: String
    /// Of the program.
    let name: String

    package init(organisation: String, name: String) {
      self.organisation = organisation
      self.name = name
    }
  }

  /// What is known of an organisation.
  private struct Counted {
    /// When all its requests have come back.
    var full: ContinuousClock.Instant?
    /// The same of each of its clients; under `nil` of all those for which there is no room.
    var clients: [String?: ContinuousClock.Instant] = [:]
  }

  private struct State {
    /// Under `nil` those for which there is no room.
    var organisations: [String?: Counted] = [:]
    /// When those are forgotten next who have all their requests again.
    var swept: ContinuousClock.Instant?
  }

  private let client: RequestBucket
  private let organisation: RequestBucket?
  private let mostOrganisations: Int
  private let mostClients: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - mostOrganisations: how many organisations are told apart: the issuer that speaks for all could make them up.
  ///   - mostClients: how many clients of one organisation are told apart; further ones share what one client has.
  /// - Returns: `nil` for a rate without a limit.
  package init?(_ rate: ClientRate, mostOrganisations: Int = 10_000, mostClients: Int = 1_000) {
    guard let client = rate.client else { return nil }
    self.client = client
    organisation = rate.organisation
    self.mostOrganisations = mostOrganisations
    self.mostClients = mostClients
  }

  /// Counts one request; a refused one is counted nowhere.
  package func take(_ asker: Client, at now: ContinuousClock.Instant) -> ClientStanding {
    state.withLock { state in
      sweep(&state, at: now)
      let number = Self.key(asker.organisation, in: state.organisations, most: mostOrganisations)
      var counted = state.organisations[number] ?? Counted()
      let name = Self.key(asker.name, in: counted.clients, most: mostClients)
      let ofClient = client.one(more: counted.clients[name], at: now)
      let ofAll = organisation?.one(more: counted.full, at: now)
      if ofClient.wait == nil, ofAll?.wait == nil {
        counted.clients[name] = ofClient.full
        counted.full = ofAll?.full
        state.organisations[number] = counted
      }
      var parts = [Self.part(client, counted.clients[name], wait: ofClient.wait, at: now)]
      if let organisation { parts.append(Self.part(organisation, counted.full, wait: ofAll?.wait, at: now)) }
      return ClientStanding(parts)
    }
  }

  private static func part(
    _ bucket: RequestBucket,
    _ full: ContinuousClock.Instant?,
    wait: Duration?,
    at now: ContinuousClock.Instant
  ) -> ClientStanding.Part {
    if let wait {
      return .init(bucket: bucket, remaining: 0, seconds: max(1, wait.wholeSeconds), isRefused: true)
    }
    let left = bucket.left(full, at: now)
    return .init(bucket: bucket, remaining: left.remaining, seconds: left.seconds, isRefused: false)
  }

  /// Under which name it is counted: its own, as long as there is room.
  private static func key<Value>(_ name: String, in known: [String?: Value], most: Int) -> String? {
    known.count < most || known[name] != nil ? name : nil
  }

  /// How many clients it knows of now.
  package var count: Int { state.withLock { $0.organisations.values.reduce(0) { $0 + $1.clients.count } } }

  /// Once in each period.
  private func sweep(_ state: inout State, at now: ContinuousClock.Instant) {
    guard state.swept.map({ now - $0 >= client.period }) ?? true else { return }
    state.swept = now
    state.organisations = state.organisations.compactMapValues { counted in
      var left = counted
      left.clients = counted.clients.filter { $0.value > now }
      // Whatever one of its clients lacks, it lacks too; not the other way round.
      return left.clients.isEmpty && left.full.map { $0 <= now } ?? true ? nil : left
    }
  }
}
