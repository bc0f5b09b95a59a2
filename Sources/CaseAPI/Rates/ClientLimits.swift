import Synchronization

/// Counts the requests of each client against the rate that all of them have, in this process.
///
/// A token bucket in its shortest form (GCRA: ITU-T I.371, A): of each client only the moment is kept at which all its requests have
/// come back. Whoever has them all is as one who never asked, so nothing is kept of a client that was quiet for that long.
package final class ClientLimits: Sendable {
  /// Whose requests are counted together.
  package struct Client: Hashable, Sendable {
    let issuer: String
    let organisation: String
    let name: String

    package init(issuer: String, organisation: String, name: String) {
      self.issuer = issuer
      self.organisation = organisation
      self.name = name
    }

    /// All those of an issuer for which there is no room.
    static func others(of issuer: String) -> Client { Client(issuer: issuer, organisation: "", name: "") }
  }

  private struct State {
    /// By issuer: one that makes up clients harms no client of another.
    var issuers: [String: [Client: ContinuousClock.Instant]] = [:]
    /// When those are forgotten next who have all their requests again.
    var swept: ContinuousClock.Instant?
  }

  private let rate: ClientRate
  private let interval: Duration
  private let most: Int
  private let state = Mutex(State())

  /// - Parameter most: how many clients of one issuer are told apart; further ones share what one client has.
  /// - Returns: `nil` for a rate without a limit.
  package init?(_ rate: ClientRate, most: Int = 10_000) {
    guard rate.requests > 0, rate.period > .zero else { return nil }
    self.rate = rate
    self.most = most
    interval = rate.period / rate.requests
  }

  /// Counts one request.
  package func take(_ client: Client, at now: ContinuousClock.Instant) -> ClientStanding {
    state.withLock { state in
      sweep(&state, at: now)
      let client = counted(client, in: state)
      let full = max(state.issuers[client.issuer]?[client] ?? now, now) + interval
      let owed = full - now
      guard owed <= rate.period else {
        return ClientStanding(rate, remaining: 0, seconds: max(1, (owed - rate.period).wholeSeconds), isRefused: true)
      }
      state.issuers[client.issuer, default: [:]][client] = full
      return ClientStanding(rate, remaining: Int((rate.period - owed) / interval), seconds: owed.wholeSeconds)
    }
  }

  private func counted(_ client: Client, in state: State) -> Client {
    guard let clients = state.issuers[client.issuer], clients.count >= most, clients[client] == nil else {
      return client
    }
    return .others(of: client.issuer)
  }

  /// How many clients it knows of now.
  package var count: Int { state.withLock { $0.issuers.values.reduce(0) { $0 + $1.count } } }

  /// Once in each period.
  private func sweep(_ state: inout State, at now: ContinuousClock.Instant) {
    guard state.swept.map({ now - $0 >= rate.period }) ?? true else { return }
    state.swept = now
    state.issuers = state.issuers.compactMapValues { clients in
      let left = clients.filter { $0.value > now }
      return left.isEmpty ? nil : left
    }
  }
}

extension Duration {
  /// Rounded up: what comes back in part of a second is not there before it is over.
  fileprivate var wholeSeconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) + (attoseconds > 0 ? 1 : 0)
  }
}
