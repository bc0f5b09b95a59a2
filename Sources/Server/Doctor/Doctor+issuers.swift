import AsyncHTTPClient
import CaseAPI
import Foundation
import Identity
import NIOCore
import NIOHTTP1

/// The issuers of access tokens, as the service asks them.
extension Doctor {
  func issuerFindings() async -> [Finding] {
    let issuers: [IssuerConfiguration]
    do { issuers = try settings.issuers() } catch let error as SettingsError {
      return error.faults.map { Finding(.issuers, .fault, $0) }
    } catch {
      return [Finding(.issuers, .fault, "\(error)")]
    }
    let names = issuers.map(\.issuer).joined(separator: ", ")
    // All at once, and told in the order of the settings.
    let found = await withTaskGroup(of: (Int, [Finding]).self) { group in
      for (index, issuer) in issuers.enumerated() {
        group.addTask { (index, [await keyFinding(issuer), await clockFinding(issuer)]) }
      }
      return await group.reduce(into: [Int: [Finding]]()) { $0[$1.0] = $1.1 }
    }
    return [Finding(.issuers, .ok, "these may give tokens: \(names)")] + issuers.indices.flatMap { found[$0] ?? [] }
  }

  private func keyFinding(_ issuer: IssuerConfiguration) async -> Finding {
    do throws(IssuerCheck.Fault) {
      let fetch = IssuerHTTP.fetch(by: IssuerHTTP.client)
      let count = try await IssuerCheck.keyCount(of: issuer, fetch: fetch, reason: Self.reason)
      return Finding(
        .issuerKeys,
        .ok,
        "\(issuer.issuer) has \(count == 1 ? "1 key" : "\(count) keys") that tokens can be checked with"
      )
    } catch {
      return Finding(.issuerKeys, .fault, "\(issuer.issuer) \(error)")
    }
  }

  private func clockFinding(_ issuer: IssuerConfiguration) async -> Finding {
    let asked = Date()
    // Why it does not answer is told of its keys.
    guard
      let response = try? await IssuerHTTP.client.execute(
        HTTPClientRequest(url: issuer.discovery),
        timeout: .seconds(5)
      ),
      let told = response.headers.first(name: "date").flatMap(Self.date)
    else { return Finding(.issuerClock, .unchecked, "\(issuer.issuer) does not say what time it is") }
    let clock = ClockDifference(asked: asked, told: told, answered: Date(), resolution: 1)
    // Farther apart, its tokens are not valid yet, or not any more.
    let outcome = clock.outcome(warning: issuer.clockSkew / 2, fault: issuer.clockSkew)
    return Finding(.issuerClock, outcome, "the clock of \(issuer.issuer) is \(clock.text)")
  }

  /// A moment as HTTP writes it (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`; `nil` for another form.
  static func date(_ text: String) -> Date? {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return format.date(from: text)
  }
}
