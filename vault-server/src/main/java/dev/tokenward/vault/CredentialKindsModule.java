package dev.tokenward.vault;

import dagger.Module;
import dev.tokenward.appcred.AppCredentialsModule;
import dev.tokenward.oauth.OAuthModule;
import dev.tokenward.pat.PatModule;

/** The one list of kinds that ship. */
@Module(includes = {PatModule.class, AppCredentialsModule.class, OAuthModule.class})
interface CredentialKindsModule {}
