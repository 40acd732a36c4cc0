namespace Broadsheet.Server.People;

internal static class PeopleSetup
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddScoped<KeyRing>();
        services.AddScoped<Sessions>();
        services.AddScoped<WhoCalls>();
        services.AddScoped<SignInLinks>();
        services.AddScoped<LogSignIn>();
        services.AddScoped<SignIn>();
        services.AddScoped<SignOut>();
        services.AddScoped<SetPassword>();
        services.AddScoped<DescribeMe>();
        services.AddScoped<Bootstrap>();
        services.AddScoped<ListApiKeys>();
        services.AddScoped<CreateApiKey>();
        services.AddScoped<RevokeApiKey>();
        services.AddScoped<ListMembers>();
        services.AddScoped<AddMember>();
        services.AddScoped<Succession>();
        services.AddScoped<ChangeRole>();
        services.AddScoped<RemoveMember>();
        services.AddScoped<IssueSignInLink>();
        services.AddScoped<OpenSessions>();
        services.AddScoped<ForgetExpired>();
        services.AddScoped<DisableMember>();
        services.AddScoped<InviteMember>();
        services.AddScoped<ListInvitations>();
        services.AddScoped<AcceptInvitation>();
    }
}
