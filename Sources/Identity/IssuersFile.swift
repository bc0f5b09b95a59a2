import CaseCore
import Foundation
import OrderedCollections
import StrictJSON

/// The file that says which issuers there are when each organisation has its own. `docs/operations/identity.md` describes it.
public enum IssuersFile {
  /// Everything that is wrong with the file, each with where it stands: `issuers/0/name`.
  public struct Faults: Error, Sendable, Equatable {
    public let faults: [String]
  }

  /// In bytes.
  private static let limits = JSONLimits(bytes: 1 << 20, depth: 16, values: 50_000)

  /// - Parameter commandAudience: for an issuer that names no other.
  /// - Throws: ``Faults``.
  public static func read(_ bytes: [UInt8], commandAudience: String) throws(Faults) -> [IssuerConfiguration] {
    let json: JSON
    do { json = try JSONReader.read(bytes, within: limits) } catch {
      throw Faults(faults: ["is no JSON that can be read"])
    }
    var reading = IssuerReading(json, at: "")
    let issuers = reading.objects("issuers") { IssuersFile.issuer(&$0, commandAudience) }
    if issuers.isEmpty, reading.faults.isEmpty { reading.fault("issuers", "names no issuer") }
    reading.end()
    let faults =
      reading.faults + doubles(issuers.map(\.issuer), "issuer") + doubles(issuers.compactMap(\.name), "name")
      + doubles(issuers.compactMap(\.organisations).flatMap { $0.sorted() }, "organisation")
    guard faults.isEmpty else { throw Faults(faults: faults) }
    return issuers
  }

  private static func doubles(_ values: [String], _ member: String) -> [String] {
    let counts = OrderedDictionary(grouping: values) { $0 }
    return counts.filter { $1.count > 1 }.map { "issuers: \(member) \($0.key) is there \($0.value.count) times" }
  }

  private static func issuer(_ reading: inout IssuerReading, _ usual: String) -> IssuerConfiguration {
    let issuer = reading.text("issuer")
    let audience = reading.text("audience")
    if !issuer.isEmpty, let fault = IssuerConfiguration.fault(of: issuer, audience: audience) {
      reading.fault("issuer", "\(fault)")
    }
    let commandAudience = reading.optionalText("commandAudience")
    if audience == commandAudience ?? usual { reading.fault("commandAudience", "must be another than audience") }
    let organisations = Set(reading.organisations("organisations"))
    let result = IssuerConfiguration(
      unchecked: issuer,
      audience: audience,
      commandAudience: commandAudience,
      machineClaim: reading.optionalText("machineClaim"),
      name: reading.name("name"),
      organisations: organisations,
      claims: ClaimMapping(
        person: reading.object("person") { $0.path("claim") } ?? ["sub"],
        organisation: reading.object("organisation") { organisation(&$0, of: organisations) }
          ?? .claim(["organisatie"], values: nil),
        roles: reading.object("roles", roles) ?? ClaimMapping.Roles(path: ["rollen"]),
        authentication: reading.object("acr", authentication) ?? ClaimMapping.Authentication()
      ),
      algorithms: reading.algorithms("algorithms"),
      certificateBoundSystems: reading.some("certificateBoundSystems", of: organisations),
      clockSkew: reading.seconds("clockSkewSeconds", in: 0...300) ?? IssuerConfiguration.usualClockSkew
    )
    return result
  }

  private static func organisation(
    _ reading: inout IssuerReading,
    of organisations: Set<String>
  ) -> ClaimMapping.Organisation {
    let always = reading.optionalText("always")
    let path = reading.optionalPath("claim")
    let values = reading.table("values") { $0.string }
    for number in [always].compactMap(\.self) + (values.map { Array($0.values) } ?? []).sorted()
    where !organisations.contains(number) {
      reading.fault("", "\(number) is none of its organisations")
    }
    switch (always, path) {
    case (let always?, nil):
      if values != nil { reading.fault("values", "has no meaning beside always") }
      return .always(always)
    case (nil, let path?): return .claim(path, values: values)
    default:
      reading.fault("", "has either always or claim")
      return .always("")
    }
  }

  private static func roles(_ reading: inout IssuerReading) -> ClaimMapping.Roles {
    ClaimMapping.Roles(
      path: reading.path("claim"),
      prefix: reading.optionalText("prefix") ?? "",
      values: reading.table("values", texts),
      separator: reading.optionalText("separator")
    )
  }

  private static func authentication(_ reading: inout IssuerReading) -> ClaimMapping.Authentication {
    let values = reading.table("values") { json in
      texts(json).flatMap { $0.allSatisfy(CommandDefinition.isLevel) ? $0 : nil }
    }
    // Clients are told them, in a header.
    for value in (values ?? [:]).keys.sorted() where !CommandDefinition.isLevel(value) {
      reading.fault(
        "values",
        "has a value with a space, a quotation mark, a backslash or what is no ASCII, or of more than 200"
      )
    }
    return ClaimMapping.Authentication(path: reading.optionalPath("claim") ?? ["acr"], values: values)
  }

  /// One text, or several.
  private static func texts(_ json: JSON) -> [String]? {
    let texts = ClaimMapping.texts(json) ?? []
    return texts.isEmpty || texts.contains("") ? nil : texts
  }
}
