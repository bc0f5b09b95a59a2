/// The roles in which people set deadlines. Like any role, an organisation holds it in the directory and a person acts in it.
public enum AdministratorRole {
  /// Sets deadlines of their own region.
  public static let regional = "beheerder"
  /// Sets deadlines of all regions, and what all regions have in common.
  public static let general = "hoofdbeheerder"

  public static let all = [regional, general]
}
