import Foundation
import Logging
import Metrics

/// The public keys of an issuer, fetched when needed and kept.
///
/// - Keys older than ``Timing/refresh`` are fetched again in the background while the ones at hand go on being used, so a
///   key that the issuer withdrew stops working soon.
/// - A token under an unknown key makes us look whether the issuer has a new one, at most once in ``Timing/pause``:
///   otherwise anyone could make us ask the issuer without end.
/// - While the issuer is away the keys at hand go on working until they are ``Timing/expiry`` old.
actor IssuerKeys {
  struct Timing: Sendable {
    var refresh = Duration.seconds(3_600)
    var expiry = Duration.seconds(86_400)
    var pause = Duration.seconds(10)
  }

  private let configuration: IssuerConfiguration
  private let documents: IssuerDocuments
  private let timing: Timing
  private let logger: Logger
  private var keys: [String: SigningKey] = [:]
  private var fetchedAt: ContinuousClock.Instant?
  private var askedAt: ContinuousClock.Instant?
  private var fetching: Task<Bool, Never>?
  /// It did not answer when it was asked last: nobody knows which keys it has now.
  private var isAway = false

  init(_ configuration: IssuerConfiguration, documents: IssuerDocuments, timing: Timing, logger: Logger) {
    self.configuration = configuration
    self.documents = documents
    self.timing = timing
    self.logger = logger
  }

  /// The key of this name.
  func key(_ name: String) async throws(TokenFault) -> SigningKey {
    if isOlder(fetchedAt, than: timing.expiry) {
      await fetch()
      guard !isOlder(fetchedAt, than: timing.expiry) else { throw .issuerUnavailable }
    } else if isOlder(fetchedAt, than: timing.refresh) {
      Task { await fetch() }
    }
    if keys[name] == nil { await fetch() }
    guard let key = keys[name] else { throw isAway ? .issuerUnavailable : .unknownKey }
    return key
  }

  /// Whether there are keys to check tokens with, as far as is known now. When there are none they are asked for, and nobody waits for
  /// that: who asks how the service is must not depend on how fast others are.
  func areThere() -> Bool {
    let areKnown = !isOlder(fetchedAt, than: timing.expiry)
    if !areKnown { Task { await fetch() } }
    return areKnown
  }

  /// Asks the issuer, unless that was done a moment ago. All who wait share one request.
  private func fetch() async {
    if let fetching {
      _ = await fetching.value
      return
    }
    guard isOlder(askedAt, than: timing.pause) else { return }
    askedAt = .now
    let task = Task { await fetchOnce() }
    fetching = task
    _ = await task.value
    fetching = nil
  }

  private func fetchOnce() async -> Bool {
    do {
      keys = try await documents.keys(of: configuration)
      fetchedAt = .now
      isAway = false
      count("fetched")
      return true
    } catch {
      isAway = true
      count("failed")
      logger.warning(
        "the keys of the token issuer could not be fetched",
        metadata: ["issuer": "\(name)", "type": "\(type(of: error))"]
      )
      return false
    }
  }

  /// As whoever runs the service calls it.
  private var name: String { configuration.name ?? "-" }

  private func count(_ outcome: String) {
    Counter(label: "casusregie_issuer_fetches_total", dimensions: [("issuer", name), ("outcome", outcome)]).increment()
  }

  private func isOlder(_ moment: ContinuousClock.Instant?, than limit: Duration) -> Bool {
    moment.map { ContinuousClock.now - $0 > limit } ?? true
  }
}
